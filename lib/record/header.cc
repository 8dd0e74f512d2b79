#include "lib/record/header.h"

#include <algorithm>

namespace marsad::record {
namespace {

// Kafka's record format, version 2: 61 bytes for a batch and up to 36 for a record's own fields.
constexpr size_t kFrame = 100;
// Two lengths of a header, each a varint of up to five bytes.
constexpr size_t kHeaderFrame = 10;

template <class AnyHeaders>
size_t Overhead(size_t key_bytes, const AnyHeaders& headers) {
  size_t size = kFrame + key_bytes;
  for (const auto& [key, value] : headers) size += kHeaderFrame + key.size() + (value ? value->size() : 0);
  return size;
}

// Header names are ASCII by every convention that Marsad reads; other bytes compare as they are.
char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool SameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return LowerAscii(x) == LowerAscii(y); });
}

}  // namespace

size_t WireOverhead(size_t key_bytes, HeadersView headers) { return Overhead(key_bytes, headers); }
size_t WireOverhead(size_t key_bytes, const Headers& headers) { return Overhead(key_bytes, headers); }

std::optional<std::string_view> FindHeader(HeadersView headers, std::string_view key) {
  const auto last = std::find_if(headers.rbegin(), headers.rend(),
                                 [&](const HeaderView& header) { return SameName(header.key, key); });
  return last == headers.rend() ? std::nullopt : last->value;
}

Headers CopyHeaders(HeadersView headers, std::span<const std::string_view> without) {
  Headers copies;
  copies.reserve(headers.size());
  for (const HeaderView& header : headers) {
    const bool left_out =
        std::any_of(without.begin(), without.end(), [&](std::string_view name) { return SameName(header.key, name); });
    if (left_out) continue;
    copies.push_back({std::string(header.key), std::nullopt});
    if (header.value) copies.back().value.emplace(*header.value);
  }
  return copies;
}

}  // namespace marsad::record
