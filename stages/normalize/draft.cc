#include "stages/normalize/draft.h"

#include <algorithm>
#include <vector>

#include "stages/normalize/byline.h"
#include "stages/normalize/line_shape.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;
using text::Token;
using TokenSpan = std::span<const Token>;

constexpr size_t kLastLines = 3;
constexpr size_t kFewestLines = 4;  // of prose, in an article that has such a note
constexpr size_t kFewestNoteWords = 4;
constexpr size_t kMostNoteWords = 60;
constexpr size_t kMostWordsOfRole = 30;
constexpr size_t kNameWords = 2;  // of a name: given name and the next

// Whether two names may begin `words`.
bool BeginsWithName(const Field& body, TokenSpan words) {
  if (words.size() < kNameWords) return false;
  const std::string_view name =
      text::OriginalSpan{words[0].original.begin, words[kNameWords - 1].original.end}.Cut(body.original);
  return name.find(',') == name.npos && std::ranges::all_of(words.first(kNameWords), [&](const Token& word) {
           const std::string_view own = word.original.Cut(body.original);
           const SentenceClass first = ClassAt(own, 0);
           return own.size() > 2 && (first == SentenceClass::kUpper || first == SentenceClass::kOtherLetter) &&
                  Phrases::Get().MayBeginName(own);
         });
}

bool Holds(const Field& whole, TokenSpan words, const Field& body, TokenSpan name) {
  for (size_t at = 0; at + name.size() <= words.size(); ++at) {
    if (SameWords(whole, words.subspan(at, name.size()), body, name)) return true;
  }
  return false;
}

class AuthorNotes {
 public:
  AuthorNotes(const Field& title, const Field& body, std::span<const std::string_view> authors, std::span<Draft> drafts)
      : title_(title), body_(body), authors_(authors), drafts_(drafts) {}

  void Mark() {
    if (std::ranges::count_if(drafts_, IsProse) < static_cast<ptrdiff_t>(kFewestLines)) return;
    size_t looked_at = 0;
    for (size_t i = drafts_.size(); i > 0 && looked_at < kLastLines; --i) {
      Draft& draft = drafts_[i - 1];
      if (draft.kind != BlockKind::kParagraph && draft.kind != BlockKind::kListItem) continue;
      ++looked_at;
      if (IsNote(draft, looked_at == 1)) draft.kind = BlockKind::kNote;
    }
  }

 private:
  bool IsNote(const Draft& draft, bool is_last) const {
    if (draft.words.empty() || draft.words.size() > kMostNoteWords) return false;
    if (is_last && draft.kind == BlockKind::kListItem && IsProfession(draft.words.front())) return true;
    if (draft.words.size() < kFewestNoteWords || !BeginsWithName(body_, draft.words)) return false;
    const TokenSpan name = draft.words.first(kNameWords);
    if (IsAuthor(name)) return true;
    return is_last && draft.words.size() <= kMostWordsOfRole && TellsProfession(draft.words) &&
           !IsNamedBefore(draft, name);
  }

  bool IsAuthor(TokenSpan name) const {
    const auto is_of = [&](std::string_view author) {
      const Field field = MakeField(author);
      return Holds(field, field.tokens, body_, name);
    };
    return std::ranges::any_of(authors_, is_of) || std::ranges::any_of(drafts_, [&](const Draft& draft) {
             return draft.kind == BlockKind::kByline && Holds(body_, draft.words, body_, name);
           });
  }

  bool IsProfession(const Token& word) const { return Phrases::Get().Is(WordKind::kProfession, body_.Word(word)); }

  // "... is a freelance reporter": soon after the name; where a script has no capitals, after a sign.
  bool TellsProfession(TokenSpan words) const {
    constexpr size_t kMostWordsBetween = 5;
    if (ClassAt(body_.original, words.front().original.begin) == SentenceClass::kOtherLetter &&
        !HasSignNear(words.first(std::min(words.size(), kMostWordsBetween))))
      return false;
    const TokenSpan soon = words.subspan(kNameWords, std::min(kMostWordsBetween, words.size() - kNameWords));
    return std::ranges::any_of(soon, [&](const Token& word) { return IsProfession(word); });
  }

  bool HasSignNear(TokenSpan words) const {
    const std::string_view near =
        text::OriginalSpan{words.front().original.begin, words.back().original.end}.Cut(body_.original);
    return near.find_first_of(":-|/") != near.npos || near.find("\u060C") != near.npos ||
           near.find("\u2013") != near.npos;
  }

  bool IsNamedBefore(const Draft& draft, TokenSpan name) const {
    const auto own = std::ranges::partition_point(
        body_.tokens, [&](const Token& token) { return token.original.begin < draft.span.begin; });
    const TokenSpan surname = name.last(1);
    return Holds(title_, title_.tokens, body_, surname) || Holds(body_, {body_.tokens.begin(), own}, body_, surname);
  }

  const Field& title_;
  const Field& body_;
  std::span<const std::string_view> authors_;
  std::span<Draft> drafts_;
};

}  // namespace

void ChooseHeadings(std::span<Draft> drafts) {
  const auto candidates = std::ranges::count_if(drafts, &Draft::may_be_heading);
  if (candidates > std::ranges::count_if(drafts, IsProse)) return;
  bool prose_below = false;
  for (auto draft = drafts.rbegin(); draft != drafts.rend(); ++draft) {
    if (draft->may_be_heading && prose_below) draft->kind = BlockKind::kHeading;
    prose_below = prose_below || IsProse(*draft);
  }
}

void MarkForeignLines(const Field& body, std::span<Draft> drafts) {
  constexpr size_t kFewestForeignWords = 3;
  constexpr size_t kMostForeignWords = 15;
  const auto is_latin = [](const Token& word) { return word.script == text::Script::kLatin; };
  const auto is_foreign = [&](const Draft& draft) {
    return draft.kind == BlockKind::kParagraph && draft.words.size() >= kFewestForeignWords &&
           draft.words.size() <= kMostForeignWords && !EndsLikeProse(draft.span.Cut(body.original)) &&
           std::ranges::all_of(draft.words, is_latin);
  };
  if (std::ranges::none_of(drafts, is_foreign)) return;  // nearly all articles in Arabic
  const auto arabic = std::ranges::count(body.tokens, text::Script::kArabic, &Token::script);
  if (arabic * 2 < static_cast<ptrdiff_t>(body.tokens.size())) return;
  for (Draft& draft : drafts) {
    if (!is_foreign(draft)) continue;
    draft.kind = BlockKind::kBoilerplate;
    draft.may_be_heading = false;
  }
}

void MarkAuthorNotes(const Field& title, const Field& body, std::span<const std::string_view> authors,
                     std::span<Draft> drafts) {
  AuthorNotes(title, body, authors, drafts).Mark();
}

}  // namespace marsad::normalize
