/** The durable record of what streams, services and conversations said. */
@NullMarked
package dev.rapport.spi.log;

import org.jspecify.annotations.NullMarked;
