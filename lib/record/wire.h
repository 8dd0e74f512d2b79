// The wire format of protobuf (its encoding guide), read without making messages. Internal to lib/record and its tests.
#pragma once

#include <cstdint>
#include <string_view>

namespace google::protobuf {
class Descriptor;
}

namespace marsad::record {

// The contract nests six deep; whoever nests deeper means harm.
inline constexpr int kMaxDepth = 20;

// One top-level field as it lies in a serialized message.
struct RawField {
  uint32_t number = 0;
  uint32_t type = 0;          // wire type
  bool delimited = false;     // has a length: a string, a message or packed numbers
  std::string_view whole;     // tag included
  std::string_view contents;  // where delimited
};

// Reads a serialized message field by field. CodedInputStream would do, but for lengths: it cuts them to 32 bits where the
// parser refuses them, and the two must see the same fields.
class WireReader {
 public:
  // `depth`: how deep groups may nest.
  explicit WireReader(std::string_view bytes, int depth = kMaxDepth) : rest_(bytes), depth_(depth) {}

  // False at the end, and where the bytes are broken: ok() tells.
  bool Next(RawField* field);
  bool ok() const { return ok_; }

 private:
  bool ReadVarint(uint64_t* value);
  bool ReadTag(uint32_t* number, uint32_t* type);
  bool Take(uint64_t size, std::string_view* taken);
  bool Skip(uint32_t number, uint32_t type, std::string_view* contents, int depth);
  bool SkipGroup(uint32_t group, int depth);

  std::string_view rest_;
  const int depth_;
  bool ok_ = true;
};

// Whether the parser accepts `bytes` as a message of type `type`, whatever it holds, with at most `depth` messages and
// groups inside one another. A tenth of the parser's price.
bool Parses(std::string_view bytes, const google::protobuf::Descriptor& type, int depth = kMaxDepth);

}  // namespace marsad::record
