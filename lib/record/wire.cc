#include "lib/record/wire.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/wire_format_lite.h>

namespace marsad::record {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;

bool WireReader::Next(RawField* field) {
  if (rest_.empty() || !ok_) return false;
  const std::string_view before = rest_;
  ok_ = ReadTag(&field->number, &field->type) && Skip(field->number, field->type, &field->contents, depth_);
  field->delimited = field->type == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
  field->whole = before.substr(0, before.size() - rest_.size());
  return ok_;
}

bool WireReader::ReadVarint(uint64_t* value) {
  *value = 0;
  for (uint32_t shift = 0; shift < 70 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    *value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

// As the parser does: five bytes at most, and what goes beyond 32 bits in the fifth does not count.
bool WireReader::ReadTag(uint32_t* number, uint32_t* type) {
  constexpr size_t kMostTagBytes = 5;
  const size_t before = rest_.size();
  uint64_t read = 0;
  if (!ReadVarint(&read) || before - rest_.size() > kMostTagBytes) return false;
  const auto tag = static_cast<uint32_t>(read);
  *number = tag >> 3;
  *type = tag & 7;
  return *number != 0;
}

bool WireReader::Take(uint64_t size, std::string_view* taken) {
  if (size > rest_.size()) return false;
  *taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return true;
}

bool WireReader::Skip(uint32_t number, uint32_t type, std::string_view* contents, int depth) {
  uint64_t value = 0;
  switch (type) {
    case WireFormatLite::WIRETYPE_VARINT:
      return ReadVarint(&value);
    case WireFormatLite::WIRETYPE_FIXED64:
      return Take(8, contents);
    case WireFormatLite::WIRETYPE_FIXED32:
      return Take(4, contents);
    case WireFormatLite::WIRETYPE_LENGTH_DELIMITED:
      return ReadVarint(&value) && Take(value, contents);
    case WireFormatLite::WIRETYPE_START_GROUP:
      return depth > 0 && SkipGroup(number, depth - 1);
    default:
      return false;
  }
}

bool WireReader::SkipGroup(uint32_t group, int depth) {
  uint32_t number = 0;
  uint32_t type = 0;
  std::string_view contents;
  while (ReadTag(&number, &type)) {
    if (type == WireFormatLite::WIRETYPE_END_GROUP) return number == group;
    if (!Skip(number, type, &contents, depth)) return false;
  }
  return false;
}

namespace {

constexpr int kMostVarintBytes = 10;

// Whether `packed` is a row of whole varints.
bool AreVarints(std::string_view packed) {
  int length = 0;
  for (const char c : packed) {
    if (++length > kMostVarintBytes) return false;
    if (static_cast<uint8_t>(c) < 0x80) length = 0;
  }
  return length == 0;
}

bool ArePacked(std::string_view packed, FieldDescriptor::Type type) {
  const auto wire = WireFormatLite::WireTypeForFieldType(static_cast<WireFormatLite::FieldType>(type));
  if (wire == WireFormatLite::WIRETYPE_FIXED32) return packed.size() % 4 == 0;
  if (wire == WireFormatLite::WIRETYPE_FIXED64) return packed.size() % 8 == 0;
  return AreVarints(packed);
}

}  // namespace

bool Parses(std::string_view bytes, const Descriptor& type, int depth) {
  WireReader reader(bytes, depth);
  for (RawField field; reader.Next(&field);) {
    if (!field.delimited) continue;
    const FieldDescriptor* known = type.FindFieldByNumber(static_cast<int>(field.number));
    if (known == nullptr) continue;
    if (known->type() == FieldDescriptor::TYPE_MESSAGE) {
      if (depth == 0 || !Parses(field.contents, *known->message_type(), depth - 1)) return false;
    } else if (known->is_packable()) {
      if (!ArePacked(field.contents, known->type())) return false;
    }
  }
  return reader.ok();
}

}  // namespace marsad::record
