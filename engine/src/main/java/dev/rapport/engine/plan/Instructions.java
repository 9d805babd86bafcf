package dev.rapport.engine.plan;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The instructions of one method as text, one a line, with constants instead of their places in the
 * pool and without anything that only a debugger sees.
 */
final class Instructions {
  private final CodeWalk walk;
  private final Class<?> owner;
  private final Map<Label, Integer> labels = new HashMap<>();

  Instructions(CodeWalk walk, Class<?> owner) {
    this.walk = walk;
    this.owner = owner;
  }

  String of(CodeModel code) {
    StringBuilder text = new StringBuilder();
    code.forEach(this::numberTargets);
    for (CodeElement element : code) {
      if (element instanceof Instruction instruction) {
        text.append(line(instruction)).append('\n');
      } else if (element instanceof LabelTarget target && labels.containsKey(target.label())) {
        text.append(label(target.label())).append(":\n");
      } else if (element instanceof ExceptionCatch caught) {
        text.append("catch ")
            .append(caught.catchType().map(type -> type.asInternalName()).orElse("any"))
            .append(' ')
            .append(label(caught.tryStart()))
            .append(' ')
            .append(label(caught.tryEnd()))
            .append(' ')
            .append(label(caught.handler()))
            .append('\n');
      }
    }
    return text.toString();
  }

  /** Numbers the labels that code goes to; the others belong to debug information. */
  private void numberTargets(CodeElement element) {
    switch (element) {
      case BranchInstruction branch -> label(branch.target());
      case LookupSwitchInstruction lookup -> {
        label(lookup.defaultTarget());
        lookup.cases().forEach(each -> label(each.target()));
      }
      case TableSwitchInstruction table -> {
        label(table.defaultTarget());
        table.cases().forEach(each -> label(each.target()));
      }
      case ExceptionCatch caught -> {
        label(caught.tryStart());
        label(caught.tryEnd());
        label(caught.handler());
      }
      // Nothing else goes anywhere.
      default -> {}
    }
  }

  private String label(Label label) {
    return "L" + labels.computeIfAbsent(label, _ -> labels.size());
  }

  private String line(Instruction instruction) {
    return switch (instruction) {
      case LoadInstruction load -> "load " + load.typeKind() + " " + load.slot();
      case StoreInstruction store -> "store " + store.typeKind() + " " + store.slot();
      case IncrementInstruction increment ->
          "increment " + increment.slot() + " " + increment.constant();
      case ConstantInstruction constant -> "constant " + constant(constant.constantValue());
      case BranchInstruction branch -> plain(branch.opcode()) + " " + label(branch.target());
      case LookupSwitchInstruction lookup -> cases(lookup.defaultTarget(), lookup.cases());
      case TableSwitchInstruction table -> cases(table.defaultTarget(), table.cases());
      case FieldInstruction field -> field(field);
      case InvokeInstruction invoke ->
          invoke.opcode()
              + " "
              + walk.call(
                  invoke.owner().asSymbol(),
                  invoke.name().stringValue(),
                  invoke.type().stringValue(),
                  owner);
      case InvokeDynamicInstruction dynamic ->
          "dynamic "
              + dynamic.name().stringValue()
              + dynamic.type().stringValue()
              + " "
              + constant(dynamic.bootstrapMethod())
              + dynamic.bootstrapArgs().stream()
                  .map(this::constant)
                  .collect(Collectors.joining(", ", "(", ")"));
      case NewObjectInstruction made -> "new " + made(made.className().asSymbol());
      case NewReferenceArrayInstruction array ->
          "new array " + made(array.componentType().asSymbol());
      case NewPrimitiveArrayInstruction array -> "new array " + array.typeKind();
      case NewMultiArrayInstruction array ->
          "new array " + array.arrayType().asInternalName() + " " + array.dimensions();
      case TypeCheckInstruction check ->
          check.opcode() + " " + check.type().asSymbol().descriptorString();
      case ArrayLoadInstruction _,
          ArrayStoreInstruction _,
          ConvertInstruction _,
          DiscontinuedInstruction _,
          MonitorInstruction _,
          NopInstruction _,
          OperatorInstruction _,
          ReturnInstruction _,
          StackInstruction _,
          ThrowInstruction _ ->
          instruction.opcode().toString();
    };
  }

  private static String plain(Opcode opcode) {
    return opcode == Opcode.GOTO_W ? Opcode.GOTO.toString() : opcode.toString();
  }

  private String cases(Label otherwise, List<SwitchCase> cases) {
    return "switch "
        + cases.stream()
            .map(each -> each.caseValue() + " " + label(each.target()))
            .collect(Collectors.joining(", "))
        + " else "
        + label(otherwise);
  }

  private String field(FieldInstruction field) {
    ClassDesc of = field.owner().asSymbol();
    String name = field.name().stringValue();
    return field.opcode()
        + " "
        + (field.opcode() == Opcode.GETSTATIC
            ? walk.constant(of, name, owner)
            : of.descriptorString() + "." + name);
  }

  private String made(ClassDesc type) {
    return walk.made(type, owner);
  }

  private String constant(ConstantDesc constant) {
    return switch (constant) {
      case DirectMethodHandleDesc handle ->
          handle.kind()
              + " "
              + walk.call(handle.owner(), handle.methodName(), handle.lookupDescriptor(), owner);
      case String text -> "String " + text.length() + " " + text;
      case ClassDesc type -> "class " + type.descriptorString();
      default -> constant.getClass().getSimpleName() + " " + constant;
    };
  }
}
