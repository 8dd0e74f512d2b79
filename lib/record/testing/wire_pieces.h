// Pieces of records for tests, in protobuf's wire format.
#pragma once

#include <cstdint>
#include <string>

namespace marsad::record::testing {

// Wire format by hand (protobuf's encoding guide), so that expectations do not lean on what is tested.
inline std::string Varint(uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>(value | 0x80));
  bytes.push_back(static_cast<char>(value));
  return bytes;
}
inline std::string Tag(uint32_t number, uint32_t wire_type) { return Varint(number << 3 | wire_type); }
inline std::string Delimited(uint32_t number, const std::string& contents) {
  return Tag(number, 2) + Varint(contents.size()) + contents;
}
inline std::string RunOf(const std::string& stage) { return Delimited(15, Delimited(1, stage)); }

inline const std::string kArticle = Delimited(1, Delimited(1, "uri-1") + Delimited(3, "a title"));
inline const std::string kEntity = Delimited(3, Delimited(2, "Cairo"));
inline const std::string kOtherEntity = Delimited(3, Delimited(2, "Lima"));
inline const std::string kUnknownVarint = Tag(6, 0) + Varint(300);
inline const std::string kUnknownFixed32 = Tag(7, 5) + "\x01\x02\x03\x04";
inline const std::string kUnknownFixed64 = Tag(900, 1) + "\x01\x02\x03\x04\x05\x06\x07\x08";
inline const std::string kUnknownGroup = Tag(9, 3) + Tag(1, 0) + Varint(7) + Tag(2, 3) + Tag(2, 4) + Tag(9, 4);

}  // namespace marsad::record::testing
