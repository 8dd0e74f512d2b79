#!/usr/bin/env python3
"""What was published is never taken back: every line of v1/fields.txt still holds for proto/marsad/v1.

usage: additive.py [--update]    --update writes down what was added; it refuses where something was taken back.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorSet

ROOT = Path(__file__).resolve().parents[2]
RECORDED = ROOT / "tests/contract/v1/fields.txt"


def descriptors():
    protos = sorted(str(p.relative_to(ROOT / "proto")) for p in (ROOT / "proto/marsad/v1").glob("*.proto"))
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(["protoc", "-Iproto", f"--descriptor_set_out={out.name}", *protos], check=True, cwd=ROOT)
        return FileDescriptorSet.FromString(Path(out.name).read_bytes())


def lines_of_message(prefix, message):
    name = f"{prefix}.{message.name}"
    for field in message.field:
        label = FieldDescriptorProto.Label.Name(field.label)[len("LABEL_"):].lower()
        kind = field.type_name.lstrip(".") or FieldDescriptorProto.Type.Name(field.type)[len("TYPE_"):].lower()
        packed = " packed" if field.options.packed else ""
        yield f"{name}.{field.name} = {field.number} {label} {kind}{packed}"
    for enum in message.enum_type:
        yield from (f"{name}.{enum.name}.{value.name} = {value.number}" for value in enum.value)
    for nested in message.nested_type:
        yield from lines_of_message(name, nested)


def listing():
    """One line for each field and enum value; proto2 extensions and top-level enums are not used."""
    return [line for file in descriptors().file for m in file.message_type for line in lines_of_message(file.package, m)]


def main():
    now = listing()
    recorded = RECORDED.read_text(encoding="utf-8").splitlines() if RECORDED.exists() else []
    gone = sorted(set(recorded) - set(now))
    for line in gone:
        print(f"taken back or changed: {line}")
    if gone:
        return 1
    added = [line for line in now if line not in set(recorded)]
    if sys.argv[1:] == ["--update"]:
        RECORDED.write_text("\n".join(now) + "\n", encoding="utf-8")
    elif added:
        print("not yet recorded (see tests/contract/README.md):", *added, sep="\n  ")
        return 1
    print(f"contract: {len(now)} fields and values, {len(added)} added")
    return 0


if __name__ == "__main__":
    sys.exit(main())
