"""Records at wire level, to compare them byte by byte with the times of StageRun left out."""
from marsad.v1.enriched_pb2 import EnrichedArticle, StageRun

RUNS = EnrichedArticle.DESCRIPTOR.fields_by_name["runs"].number


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def fields(data):
    """(number, bytes of tag and value, payload) of each top-level field in order; all of ours are length-delimited."""
    at = 0
    while at < len(data):
        begin = at
        tag, at = varint(data, at)
        assert tag & 7 == 2, f"wire type {tag & 7} at {begin}"
        size, at = varint(data, at)
        yield tag >> 3, data[begin:at + size], data[at:at + size]
        at += size


def without_times(data):
    """The record's fields in their order and as their bytes, but for the times that a run took."""
    kept = []
    for number, whole, payload in fields(data):
        if number == RUNS:
            run = StageRun.FromString(payload)
            run.ClearField("started")
            run.ClearField("finished")
            whole = run.SerializeToString(deterministic=True)
        kept.append((number, whole))
    return kept
