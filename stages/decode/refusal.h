// Why bytes are no article. The stage turns a Refusal into the pipeline's Reject.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace marsad::decode {

enum class Fault {
  kUnknownFormat,
  kMalformed,
  kBadEncoding,
  kMissingField,
  kBadField,
  kLimitExceeded,
};

// `detail` is one sentence for a person in a newsroom: what, where, what is allowed.
struct Refusal {
  Fault fault;
  std::string detail;
};

template <class T>
using OrRefusal = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> Refuse(Fault fault, std::string detail) {
  return tl::unexpected(Refusal{fault, std::move(detail)});
}

// `text` fit for a sentence: controls visible, cut after some 80 bytes.
std::string Shorten(std::string_view text);

// The same in quotes.
std::string Quote(std::string_view text);

}  // namespace marsad::decode
