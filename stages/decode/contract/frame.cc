#include "stages/decode/contract/frame.h"

#include "marsad/v1/enriched.pb.h"
#include "stages/decode/content_type.h"

namespace marsad::decode {
namespace {

constexpr std::string_view kSchemaHeader = "__value_schema_id";
constexpr char kIdMagic = 0;
constexpr char kGuidMagic = 1;
constexpr size_t kIdBytes = 5;     // with the magic byte
constexpr size_t kGuidBytes = 17;  // with the magic byte
constexpr size_t kDeepestPath = 16;
constexpr uint32_t kLargestIndex = 10'000;

// A varint of at most 32 bits at the front of `rest`, which it is cut off.
std::optional<uint32_t> TakeVarint(std::string_view* rest) {
  uint64_t value = 0;
  for (size_t i = 0; i < rest->size() && i < 5; ++i) {
    const auto byte = static_cast<unsigned char>((*rest)[i]);
    value |= static_cast<uint64_t>(byte & 0x7F) << (7 * i);
    if (byte & 0x80) continue;
    rest->remove_prefix(i + 1);
    if (value > UINT32_MAX) return std::nullopt;
    return static_cast<uint32_t>(value);
  }
  return std::nullopt;
}

enum class Coding { kZigzag, kPlain };

std::optional<uint32_t> TakeNumber(Coding coding, std::string_view* rest) {
  const std::optional<uint32_t> value = TakeVarint(rest);
  if (!value || coding == Coding::kPlain) return value;
  if (*value & 1) return std::nullopt;  // negative
  return *value / 2;
}

std::optional<MessagePath> ReadPath(Coding coding, std::string_view bytes) {
  std::string_view rest = bytes;
  const std::optional<uint32_t> count = TakeNumber(coding, &rest);
  if (!count || *count > kDeepestPath) return std::nullopt;
  MessagePath path;
  if (*count == 0) path.indexes.push_back(0);
  for (uint32_t i = 0; i < *count; ++i) {
    const std::optional<uint32_t> index = TakeNumber(coding, &rest);
    if (!index || *index > kLargestIndex) return std::nullopt;
    path.indexes.push_back(*index);
  }
  path.bytes = bytes.size() - rest.size();
  return path;
}

std::string Show(const MessagePath& path) {
  std::string text = "[";
  for (const uint32_t index : path.indexes) text += (text.size() > 1 ? "," : "") + std::to_string(index);
  return text + "]";
}

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

bool IsJson(std::string_view payload) {
  const size_t begin = payload.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && (payload[begin] == '{' || payload[begin] == '[');
}

// The file's own numbering of its messages: what a producer's generated code writes.
OrRefusal<std::string_view> Resolve(const MessagePath& path, const std::string& schema) {
  const auto article = static_cast<uint32_t>(v1::Article::descriptor()->index());
  const auto enriched = static_cast<uint32_t>(v1::EnrichedArticle::descriptor()->index());
  if (path.indexes == std::vector<uint32_t>{0}) return std::string_view();
  if (path.indexes == std::vector<uint32_t>{article}) return v1::Article::descriptor()->full_name();
  if (path.indexes == std::vector<uint32_t>{enriched}) return v1::EnrichedArticle::descriptor()->full_name();
  return Refuse(Fault::kUnknownFormat,
                "the schema registry's frame (schema " + schema + ") names the message " + Show(path) +
                    ", which is not decoded here; accepted are [" + std::to_string(article) +
                    "], marsad.v1.Article in its file, [" + std::to_string(enriched) +
                    "], marsad.v1.EnrichedArticle in its file, and [0] for one of the two in a schema of its own");
}

// Of a protobuf payload: reads the path, which stands at the front of `bytes`.
OrRefusal<void> TakePath(std::string_view* bytes, Unframed* to) {
  const std::optional<MessagePath> path = ReadMessagePath(*bytes);
  if (!path) {
    return Refuse(Fault::kUnknownFormat,
                  "the value has a schema registry's frame (schema " + to->schema +
                      ") around something that is neither JSON nor protobuf with message indexes");
  }
  const OrRefusal<std::string_view> message = Resolve(*path, to->schema);
  if (!message) return tl::unexpected(message.error());
  to->message = *message;
  to->is_protobuf = true;
  bytes->remove_prefix(path->bytes);
  return {};
}

OrRefusal<Unframed> FromHeader(std::string_view value, std::string_view header, std::string_view media_type) {
  Unframed unframed{.payload = value, .has_frame = true};
  const bool is_guid = header.size() >= kGuidBytes && header[0] == kGuidMagic;
  if (!is_guid && (header.size() < kIdBytes || header[0] != kIdMagic)) {
    return Refuse(
        Fault::kUnknownFormat,
        "the header __value_schema_id holds " + std::to_string(header.size()) +
            " bytes that are no schema's number; allowed are 01 and a GUID of 16 bytes, or 00 and an id of 4");
  }
  const size_t bytes = is_guid ? kGuidBytes : kIdBytes;
  unframed.schema = Hex(header.substr(1, bytes - 1));
  std::string_view rest = header.substr(bytes);
  if (IsProtobuf(media_type) || (SaysNothing(media_type) && !IsJson(value))) {
    if (rest.empty()) rest = std::string_view("\0", 1);
    if (auto taken = TakePath(&rest, &unframed); !taken) return tl::unexpected(std::move(taken.error()));
  }
  return unframed;
}

}  // namespace

std::optional<MessagePath> ReadMessagePath(std::string_view bytes) {
  if (auto path = ReadPath(Coding::kZigzag, bytes)) return path;
  return ReadPath(Coding::kPlain, bytes);
}

OrRefusal<Unframed> Unframe(std::string_view value, record::HeadersView headers, std::string_view media_type) {
  if (const auto header = record::FindHeader(headers, kSchemaHeader)) return FromHeader(value, *header, media_type);
  Unframed unframed{.payload = value};
  // Plain text with a zero byte in front is still plain text; no other format begins with one.
  if (value.size() <= kIdBytes || value[0] != kIdMagic || media_type == "text/plain") return unframed;
  unframed.has_frame = true;
  uint32_t id = 0;
  for (size_t i = 1; i < kIdBytes; ++i) id = id << 8 | static_cast<unsigned char>(value[i]);
  unframed.schema = "id " + std::to_string(id);
  unframed.payload = value.substr(kIdBytes);
  if (IsProtobuf(media_type) || (SaysNothing(media_type) && !IsJson(unframed.payload))) {
    if (auto taken = TakePath(&unframed.payload, &unframed); !taken) return tl::unexpected(std::move(taken.error()));
  }
  return unframed;
}

}  // namespace marsad::decode
