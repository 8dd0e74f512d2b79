// Any text as HTML, a fragment and a page: sound text with marks, clean of controls, and no tag left in it.
#include <algorithm>
#include <array>

#include "lib/text/utf8.h"
#include "stages/decode/article/clean.h"
#include "stages/decode/html/page.h"
#include "stages/decode/html/text.h"
#include "tests/fuzz/check.h"

namespace {

using marsad::fuzz::kLimits;
using marsad::fuzz::Require;
using marsad::fuzz::RequireSound;

bool IsLetter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// Whether a "<" opens no tag, end tag or comment and so is text; "<<b>a" reads as "<a" (WHATWG HTML, 13.2.5.6).
bool HoldsLessThanSign(std::string_view html) {
  for (size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const char next = at + 1 < html.size() ? html[at + 1] : ' ';
    if (!IsLetter(next) && next != '/' && next != '!' && next != '?') return true;
  }
  return false;
}

// Whether the markup itself can say that a "<" is text: a lone one, an escape, or an element or section whose content
// is none.
bool CanHoldTagAsText(std::string_view html) {
  constexpr std::array<std::string_view, 12> kWays = {"&",       "<xmp",      "<plaintext", "<![cdata[",
                                                      "<title",  "<textarea", "<noembed",   "<noframes",
                                                      "<iframe", "<noscript", "<script",    "<style"};
  std::string lower(marsad::decode::CleanText(html).text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return HoldsLessThanSign(lower) || std::any_of(kWays.begin(), kWays.end(), [&lower](std::string_view way) {
           return lower.find(way) != std::string::npos;
         });
}

bool HoldsTag(std::string_view text) {
  for (size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (at + 1 < text.size() && IsLetter(text[at + 1])) return true;
  }
  return false;
}

void CheckFragment(std::string_view html) {
  const auto rich = marsad::decode::ReadHtmlFragment(html);
  if (!rich) return RequireSound(rich.error());
  marsad::fuzz::RequireUtf8(rich->text);
  const auto cleaned = marsad::decode::CleanText(rich->text);
  Require(cleaned.dropped == 0 && cleaned.text == rich->text, "HTML's text needs no cleaning");
  Require(CanHoldTagAsText(html) || !HoldsTag(rich->text), "no tag survives as text");
  uint32_t last = 0;
  for (const auto& mark : rich->markup) {
    marsad::fuzz::RequireInside(rich->text, mark.begin, mark.end);
    Require(mark.begin >= last, "marks stand in the order of their begin");
    Require(rich->text[mark.begin] != ' ' && rich->text[mark.end - 1] != ' ', "no mark begins or ends with a blank");
    last = mark.begin;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto repaired = marsad::text::RepairUtf8(marsad::fuzz::BytesOf(data, size));
  CheckFragment(repaired.text);
  const auto page = marsad::decode::ReadHtmlPage(repaired.text, kLimits.nesting);
  if (page) {
    RequireSound(*page);
  } else {
    RequireSound(page.error());
  }
  return 0;
}
