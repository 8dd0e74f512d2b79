// Any text as XML (feeds, NewsML-G2, NITF): sound articles or a sentence, in bounded time.
#include "lib/text/utf8.h"
#include "stages/decode/xml/article.h"
#include "tests/fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto repaired = marsad::text::RepairUtf8(marsad::fuzz::BytesOf(data, size));
  marsad::fuzz::RequireSound(marsad::decode::ReadXmlArticles(repaired.text, marsad::fuzz::kLimits),
                             marsad::fuzz::kLimits.feed_items);
  return 0;
}
