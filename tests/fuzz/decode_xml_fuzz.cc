// Any text as XML: no crash, bounded time, valid UTF-8 out, marks inside the body, a sentence where there is no article.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/text/utf8.h"
#include "stages/decode/xml_article.h"

namespace {

using marsad::decode::Draft;
using marsad::decode::Marked;
using marsad::text::IsValidUtf8;

constexpr marsad::decode::Limits kLimits{
    .title_chars = 1000, .body_chars = 10'000, .feed_items = 20, .nesting = 100, .links = 100};

void Require(bool condition) {
  if (!condition) std::abort();
}

void CheckDraft(const Draft& draft) {
  for (const std::string_view text :
       {draft.uri, draft.title, draft.body, draft.url, draft.language, draft.source_name}) {
    Require(IsValidUtf8(text));
  }
  for (const Marked& mark : draft.markup) {
    Require(mark.begin < mark.end && mark.end <= draft.body.size());
    Require(IsValidUtf8(std::string_view(draft.body).substr(mark.begin, mark.end - mark.begin)));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto repaired = marsad::text::RepairUtf8({reinterpret_cast<const char*>(data), size});
  const auto drafts = marsad::decode::ReadXmlArticles(repaired.text, kLimits);
  if (!drafts) {
    Require(!drafts.error().detail.empty() && IsValidUtf8(drafts.error().detail));
    return 0;
  }
  Require(drafts->drafts.size() + drafts->refused.size() <= kLimits.feed_items);
  for (const Draft& draft : drafts->drafts) CheckDraft(draft);
  return 0;
}
