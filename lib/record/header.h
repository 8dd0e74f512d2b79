// Headers of a Kafka record, lent and owned.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace marsad::record {

// A header whose bytes belong to somebody else. An absent value is Kafka's null.
struct HeaderView {
  std::string_view key;
  std::optional<std::string_view> value;
};
using HeadersView = std::span<const HeaderView>;

struct Header {
  std::string key;
  std::optional<std::string> value;
};
using Headers = std::vector<Header>;

// What a record takes on Kafka's wire beside its value, at most, in bytes: key, headers, the lengths of each, and the
// frame of the record and of its batch. This is what a topic's max.message.bytes has to leave room for.
size_t WireOverhead(size_t key_bytes, HeadersView headers);
size_t WireOverhead(size_t key_bytes, const Headers& headers);

// The value of the last header named `key`, ASCII case ignored (CloudEvents and HTTP habits differ); absent if there
// is none or it is null.
std::optional<std::string_view> FindHeader(HeadersView headers, std::string_view key);

// Copies `headers`, leaving out those whose lower-cased name is in `without`.
Headers CopyHeaders(HeadersView headers, std::span<const std::string_view> without = {});

}  // namespace marsad::record
