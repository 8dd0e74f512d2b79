#include "stages/normalize/author_note.h"

#include <algorithm>

#include "stages/normalize/byline.h"
#include "stages/normalize/line_shape.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;
using text::Token;
using Words = std::span<const Token>;

constexpr size_t kFirstLines = 3;
constexpr size_t kLastLines = 3;
constexpr size_t kFewestNameWords = 2;
constexpr size_t kMostNameWords = 5;
constexpr size_t kFewestNoteWords = 3;  // after the name
constexpr size_t kMostNoteWords = 60;
// Of a note that no name above the text announces.
constexpr size_t kFewestProse = 4;  // lines, in an article that has one
constexpr size_t kFewestWordsOfNote = 4;
constexpr size_t kMostWordsOfRole = 30;
constexpr size_t kNameWords = 2;  // given name and the next

Words WordsOf(const Field& body, const Line& line) {
  const auto begin = std::ranges::partition_point(
      body.tokens, [&](const Token& token) { return token.original.begin < line.span.begin; });
  const auto end = std::partition_point(begin, body.tokens.end(),
                                        [&](const Token& token) { return token.original.begin < line.span.end; });
  return {begin, end};
}

bool IsName(const Field& body, const Line& line, Words words) {
  if (words.size() < kFewestNameWords || words.size() > kMostNameWords) return false;
  if (EndsLikeProse(line.span.Cut(body.original))) return false;
  return std::ranges::all_of(words, [&](const Token& word) {
    const SentenceClass kind = ClassAt(body.original, word.original.begin);
    return kind == SentenceClass::kUpper || kind == SentenceClass::kOtherLetter;
  });
}

// Whether two names may begin `words`.
bool BeginsWithName(const Field& body, Words words) {
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

bool Holds(const Field& whole, Words words, const Field& body, Words name) {
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
    if (std::ranges::count_if(drafts_, IsProse) < static_cast<ptrdiff_t>(kFewestProse)) return;
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
    if (draft.words.size() < kFewestWordsOfNote || !BeginsWithName(body_, draft.words)) return false;
    const Words name = draft.words.first(kNameWords);
    if (IsAuthor(name)) return true;
    return is_last && draft.words.size() <= kMostWordsOfRole && TellsProfession(draft.words) &&
           !IsNamedBefore(draft, name);
  }

  bool IsAuthor(Words name) const {
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
  bool TellsProfession(Words words) const {
    constexpr size_t kMostWordsBetween = 5;
    if (ClassAt(body_.original, words.front().original.begin) == SentenceClass::kOtherLetter &&
        !HasSignNear(words.first(std::min(words.size(), kMostWordsBetween))))
      return false;
    const Words soon = words.subspan(kNameWords, std::min(kMostWordsBetween, words.size() - kNameWords));
    return std::ranges::any_of(soon, [&](const Token& word) { return IsProfession(word); });
  }

  bool HasSignNear(Words words) const {
    const std::string_view near =
        text::OriginalSpan{words.front().original.begin, words.back().original.end}.Cut(body_.original);
    return near.find_first_of(":-|/") != near.npos || near.find("\u060C") != near.npos ||
           near.find("\u2013") != near.npos;
  }

  bool IsNamedBefore(const Draft& draft, Words name) const {
    const auto own = std::ranges::partition_point(
        body_.tokens, [&](const Token& token) { return token.original.begin < draft.span.begin; });
    const Words surname = name.last(1);
    return Holds(title_, title_.tokens, body_, surname) || Holds(body_, {body_.tokens.begin(), own}, body_, surname);
  }

  const Field& title_;
  const Field& body_;
  std::span<const std::string_view> authors_;
  std::span<Draft> drafts_;
};

}  // namespace

AuthorNote FindAuthorNote(const Field& body, std::span<const Line> lines) {
  const size_t below = lines.size() - std::min(kLastLines, lines.size());
  for (size_t above = 0; above < std::min(kFirstLines, below); ++above) {
    const Words name = WordsOf(body, lines[above]);
    if (!IsName(body, lines[above], name)) continue;
    for (size_t at = below; at < lines.size(); ++at) {
      const Words words = WordsOf(body, lines[at]);
      const bool is_note = words.size() >= name.size() + kFewestNoteWords && words.size() <= kMostNoteWords;
      if (is_note && SameWords(body, name, body, words.first(name.size()))) return {above, at};
    }
  }
  return {};
}

void MarkAuthorNotes(const Field& title, const Field& body, std::span<const std::string_view> authors,
                     std::span<Draft> drafts) {
  AuthorNotes(title, body, authors, drafts).Mark();
}

}  // namespace marsad::normalize
