#include "stages/decode/refusal.h"

#include "lib/base/utf8.h"
#include "lib/text/escape.h"

namespace marsad::decode {
namespace {

constexpr size_t kQuotedBytes = 80;

}  // namespace

std::string Shorten(std::string_view text) {
  if (text.size() <= kQuotedBytes) return text::EscapeControls(text);
  return text::EscapeControls(PrefixAtBoundary(text, kQuotedBytes)) + "...";
}

std::string Quote(std::string_view text) { return '"' + Shorten(text) + '"'; }

}  // namespace marsad::decode
