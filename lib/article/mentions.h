// The mentions of a record's entities, read alike by all that go through a text from one to the next.
#pragma once

#include <cstddef>
#include <vector>

#include "lib/text/span.h"

namespace marsad::v1 {
class EnrichedArticle;
class Mention;
}  // namespace marsad::v1

namespace marsad::article {

// A mention that is sure, and its place in the text.
struct SureMention {
  text::OriginalSpan span;     // never empty
  size_t entity = 0;           // index in EnrichedArticle.entities
  const v1::Mention* mention;  // borrowed from the record; never null
};

// The sure mentions in title or body, in the order of the text; two that begin together in that of the record. What
// another program wrote may be anything: mentions that hold nothing, or do not lie in the text, are left out.
std::vector<SureMention> ReadSureMentions(const v1::EnrichedArticle& record, text::TextField field);

}  // namespace marsad::article
