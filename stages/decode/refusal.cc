#include "stages/decode/refusal.h"

#include "lib/text/escape.h"

namespace marsad::decode {
namespace {

constexpr size_t kQuotedBytes = 80;

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

std::string Shorten(std::string_view text) {
  if (text.size() <= kQuotedBytes) return text::EscapeControls(text);
  size_t end = kQuotedBytes;
  while (end > 0 && IsContinuation(text[end])) --end;
  return text::EscapeControls(text.substr(0, end)) + "...";
}

std::string Quote(std::string_view text) { return '"' + Shorten(text) + '"'; }

}  // namespace marsad::decode
