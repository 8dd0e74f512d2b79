#include "stages/normalize/own_byline.h"

#include <algorithm>

#include "lib/text/sentence_break.h"
#include "stages/normalize/byline.h"
#include "stages/normalize/credit.h"
#include "stages/normalize/line_shape.h"
#include "stages/normalize/name_line.h"

namespace marsad::normalize {
namespace {

using text::OriginalSpan;
using text::SentenceClass;
using text::Token;

constexpr size_t kLongestLeading = 100;  // bytes, where the article's first sentence stands after it
constexpr size_t kShortestText = 60;     // bytes, below a name

}  // namespace

bool OwnBylines::IsByline(size_t index, Words words, const std::optional<PhraseMatch>& match, bool has_prose) const {
  const std::string_view line = Cut(lines_[index].span);
  const bool has_colon = line.ends_with(':');
  if (words.empty() || (EndsLikeProse(line) && !has_colon)) return false;
  if (NamesAuthor(words)) return true;
  if (!match) return !has_prose && IsAuthorAboveText(index, words);
  const bool is_told = match->is_complete || NamesAuthor(words.subspan(match->words));
  if (match->rule == Rule::kByline && is_told) return true;
  if (has_colon && MayBeQuoting(index, words, *match, has_prose)) return false;
  return GoesOnWithNames(in_.body, words, match->words) &&
         (match->rule == Rule::kByline || IsAboveDateline(index, has_prose));
}

OwnBylines::Words OwnBylines::Leading(OriginalSpan span, Words words) const {
  const size_t colon = Cut(span).substr(0, kLongestLeading).find(':');
  if (colon == std::string_view::npos) return {};
  const OriginalSpan head = {span.begin, span.begin + static_cast<uint32_t>(colon)};
  const auto behind =
      std::find_if(words.begin(), words.end(), [&](const Token& token) { return token.original.begin >= head.end; });
  const Words own(words.begin(), behind);
  const std::optional<PhraseMatch> match = Phrases::Get().Match(in_.body, own, head);
  if (!match || match->rule != Rule::kByline) return {};
  const bool has_names = HasSignBehind(in_.body, own, match->words) && GoesOnWithNames(in_.body, own, match->words);
  return has_names || NamesAuthor(own.subspan(match->words)) ? own : Words();
}

// Of a line above the text that no word tells to be a byline.
bool OwnBylines::IsAuthorAboveText(size_t index, Words words) const {
  if (!IsFollowed(index)) return false;
  if (IsPlaceAndAuthor(in_.body, words)) return true;
  if (in_.title.tokens.empty()) return false;
  const std::string_view below = Below(index);
  const bool is_above_text = below.size() >= kShortestText || HasDigit(below) || FindCredit(below, true);
  const uint32_t text_end = lines_[std::max(index + 2, tail_) - 1].span.begin;
  return is_above_text && IsNameLine({in_.title, in_.body, words, Cut(lines_[index].span), text_end});
}

// "The minister wrote:" introduces a quotation; if there are no capitals a sign must tell the two apart, or the place.
bool OwnBylines::MayBeQuoting(size_t index, Words words, const PhraseMatch& match, bool has_prose) const {
  if (ClassAt(Cut(lines_[index].span), 0) != SentenceClass::kOtherLetter) return false;
  if (HasSignBehind(in_.body, words, match.words)) return false;
  return has_prose || !IsNameAbove(index, words.subspan(match.words));
}

// Whether these words of an Arabic line that ends with a colon may be a writer's name above the text, which is no quotation.
bool OwnBylines::IsNameAbove(size_t index, Words words) const {
  constexpr size_t kMostNameWords = 4;
  if (!IsFollowed(index) || words.size() < 2 || words.size() > kMostNameWords) return false;
  return ClassAt(Below(index), 0) == SentenceClass::kOtherLetter && Phrases::Get().MayBeginName(Cut(words[0].original));
}

bool OwnBylines::IsAboveDateline(size_t index, bool has_prose) const {
  if (!IsFollowed(index)) return false;
  if (lines_[index + 1].markup == MarkupKind::kDateline) return true;
  const std::optional<Credit> credit = FindCredit(Below(index), !has_prose);
  return credit && credit->kind == BlockKind::kDateline;
}

bool OwnBylines::NamesAuthor(Words words) const {
  return std::any_of(in_.authors.begin(), in_.authors.end(), [&](std::string_view author) {
    const Field field = MakeField(author);
    return SameWords(in_.body, words, field, field.tokens);
  });
}

}  // namespace marsad::normalize
