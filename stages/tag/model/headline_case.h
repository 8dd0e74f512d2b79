// Headlines whose words all begin with capitals ("Prosecutor Seeks Ten Years For Ex-Mayor") or that are written in them: there
// a capital says nothing of a name, and a model that learned from sentences takes verbs for families. What the article and
// the lists know of each word decides which capitals the model sees.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "stages/tag/model/lexicon.h"
#include "stages/tag/model/sequence.h"
#include "stages/tag/tagger.h"

namespace marsad::tag {

// For one article; borrows both.
class HeadlineCase {
 public:
  HeadlineCase(const Document& document, const Lexicon& lexicon) : document_(document), lexicon_(lexicon) {}

  // Of such a headline, makes the `surface` of ordinary words one in lower case, that of others one with a capital; any other
  // sequence stays as it is. The views live as long as this and the document. Linear in its words, and once in the body's.
  void Restore(Sequence* sentence);

 private:
  struct Seen {
    size_t capital = 0;  // inside a sentence
    size_t lower = 0;
    size_t all_capitals = 0;  // of `capital`
  };

  bool IsInCapitals(const Sequence& sentence) const;
  const Seen& SeenInBody(const ModelWord& word);
  bool IsOrdinary(const ModelWord& word);
  std::string_view WithOneCapital(const ModelWord& word);

  const Document& document_;
  const Lexicon& lexicon_;
  bool has_read_ = false;
  std::unordered_map<std::string_view, Seen> seen_;  // of the body's words, folded
  std::deque<std::string> written_;
};

}  // namespace marsad::tag
