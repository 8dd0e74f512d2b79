// What the core of cluster sees of an article: views, made once for each record, that copies and stories both read.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "lib/base/timestamp.h"
#include "lib/text/span.h"

namespace marsad::cluster {

// What a word states that a copy may not change; most words state nothing of the kind.
enum class FactKind : uint8_t {
  kNone = 0,
  kNumber = 1,    // a numeral in any form
  kName = 2,      // of an entity
  kPolarity = 3,  // turns what is said into its opposite: a negation, "rose", "denied"
  kDay = 4,       // a day of the week, a month, "yesterday"
  kWord = 5,      // any other word that is rare
};

// A word as it is compared: what houses write differently (facts.h) has one hash.
struct Token {
  uint32_t hash = 0;  // HashWord() of its canonical form
  FactKind fact = FactKind::kNone;
  text::OriginalSpan original;  // in the title or the body; of several words if they are one to us

  friend bool operator==(const Token&, const Token&) = default;
};

// An entity that has an id, with what tag says of it.
struct EntityRef {
  std::string_view id;    // the best CURIE: "wikidata:Q7747"
  uint32_t salience = 0;  // per mille
};

enum class Status : uint8_t {
  kUsable = 1,
  kWithheld = 2,
  kCanceled = 3
};  // the numbers are those of Article.PubStatus

// What the publisher itself says that the article has to do with another.
struct Related {
  std::string_view uri;
  std::string_view relation;  // as the format names it
};

// Borrowed from the record for as long as Fold() runs.
struct ArticleView {
  std::string_view uri;
  uint64_t version = 0;       // 0: the source numbers none
  uint32_t origin = 0;        // of which partition of which topic `offset` is, as a hash: those of two do not compare
  uint64_t offset = 0;        // of the record in its partition; of a redriven one, of its original
  std::string_view source;    // what tells publishers apart: uri, else name
  std::string_view language;  // BCP 47, as found; "und" if the text does not tell

  Timestamp received;
  Timestamp published;
  Timestamp updated;
  Timestamp embargoed_until;
  Status status = Status::kUsable;
  bool is_correction = false;  // the publisher says so
  std::span<const Related> related;

  std::string_view title;  // the originals, into which spans point
  std::string_view body;
  std::string_view search_title;  // folded (lib/text/fold.h)
  std::string_view search_body;
  std::span<const Token> title_tokens;
  // Without bylines, date lines, captions, boilerplate and a repeated title: they differ between houses.
  std::span<const Token> body_tokens;
  std::span<const EntityRef> entities;
};

}  // namespace marsad::cluster
