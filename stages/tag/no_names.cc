#include "stages/tag/no_names.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <unordered_set>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "lib/text/fold.h"
#include "lib/text/proclitic.h"
#include "stages/tag/elision.h"
#include "stages/tag/tsv.h"

namespace marsad::embedded {
extern const std::string_view kNoNames;
}

namespace marsad::tag {
namespace {

constexpr size_t kMostOfIbb = 4;  // bytes

struct WordHash {
  using is_transparent = void;
  size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
};
using Words = std::unordered_set<std::string, WordHash, std::equal_to<>>;

// The words of a kind, folded: of every language, or of `language`.
const Words& Row(std::string_view kind, std::string_view language = "*") {
  using Languages = std::map<std::string, Words, std::less<>>;
  static const auto rows = [] {
    auto* read = new std::map<std::string, Languages, std::less<>>;
    for (const TsvLine& line : ReadTsv(embedded::kNoNames)) {
      Words& words = (*read)[std::string(line.fields[0])][std::string(line.fields[1])];
      for (const std::string_view word : Split(line.fields[2], '|')) words.insert(text::FoldText(word));
    }
    return read;
  }();
  static const Words none;
  const Languages& languages = rows->find(kind)->second;
  const auto row = languages.find(language);
  return row == languages.end() ? none : row->second;
}

bool IsDigits(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsDisease(std::string_view folded) {
  const Words& words = Row("disease");
  if (words.contains(folded)) return true;
  return std::ranges::any_of(words, [&](const std::string& word) {
    return word.ends_with('*') && folded.starts_with(std::string_view(word).substr(0, word.size() - 1));
  });
}

// One name of the model and what stands around it.
class Mention {
 public:
  Mention(const Document& document, const ModelMention& found, std::span<const text::Token> tokens)
      : language_(document.language.substr(0, 2)),
        field_(document.field(found.mention.field)),
        found_(found),
        tokens_(tokens),
        surface_(found.mention.span.Cut(field_.original)) {}

  // "M.", "L"; bodies may be called by one letter.
  bool IsLetter() const {
    return found_.type != EntityType::kOrg && CountCharacters(surface_) == 1 && !IsDigits(surface_);
  }

  // One word that is a name has a capital or a figure somewhere: al-Qaida, iPhone, 7iber; a hashtag needs none.
  bool IsInLowerCase() const {
    if (tokens_.size() != 1) return false;
    const text::Script script = tokens_.front().script;
    if (script != text::Script::kLatin && script != text::Script::kCyrillic) return false;
    const uint32_t begin = found_.mention.span.begin;
    if (begin > 0 && (field_.original[begin - 1] == '#' || field_.original[begin - 1] == '@')) return false;
    for (size_t at = 0; at < surface_.size(); at = NextBoundary(surface_, at)) {
      const std::string_view rest = surface_.substr(at, NextBoundary(surface_, at) - at);
      if (IsDigits(rest) || text::StartsUpper(rest)) return false;
    }
    return true;
  }

  // "J'ai", "C'est", "Aujourd'hui".
  bool IsElidedWord() const {
    if (language_ != "fr" || tokens_.size() != 1) return false;
    const std::optional<Apostrophe> apostrophe = FindApostrophe(surface_);
    if (!apostrophe || apostrophe->end >= surface_.size()) return false;
    return !text::StartsUpper(surface_.substr(apostrophe->end)) &&
           Row("elided", language_).contains(text::FoldText(surface_.substr(0, apostrophe->begin)));
  }

  bool IsListed() const {
    const std::string phrase = Phrase(tokens_);
    const auto is_listed = [&](std::string_view words) {
      const bool is_alone = found_.type == EntityType::kOrg || found_.type == EntityType::kMisc || !IsArabic();
      return Row("nothing").contains(words) || (is_alone && Row("alone", language_).contains(words)) ||
             (found_.type == EntityType::kMisc && IsDisease(words));
    };
    if (found_.type == EntityType::kMisc && IsDisease(text::FoldText(surface_)))
      return true;  // of several words, SARS-CoV-2
    return WithoutProclitic(phrase, is_listed);
  }

  bool IsMonth() const {
    auto words = tokens_;
    while (!words.empty() && IsDigits(Folded(words.front()))) words = words.subspan(1);
    while (!words.empty() && IsDigits(Folded(words.back()))) words = words.first(words.size() - 1);
    if (words.empty() || !IsArabic()) return false;
    const std::string phrase = Phrase(words);
    const auto is_month = [](std::string_view name) { return Row("month").contains(name); };
    if (WithoutProclitic(phrase, is_month)) return true;
    const auto is_either = [](std::string_view name) { return Row("month-or-name").contains(name); };
    // August is written like the town of Ibb.
    const bool is_no_town = found_.type == EntityType::kLoc && phrase.size() > kMostOfIbb;
    const bool is_dated = words.size() < tokens_.size() || is_no_town || IsBesideDate();
    return WithoutProclitic(phrase, is_either) && is_dated;
  }

  // "Financial support".
  bool IsAdjective() const {
    if (tokens_.size() != 1 || !Row("adjective", language_).contains(Folded(tokens_.front()))) return false;
    const text::Token* before = Before();
    return before != nullptr && WithoutProclitic(std::string(Folded(*before)), [&](std::string_view word) {
             return Row("financial", language_).contains(word);
           });
  }

 private:
  bool IsArabic() const { return tokens_.front().script == text::Script::kArabic; }
  std::string_view Folded(const text::Token& token) const { return token.search.Cut(field_.search); }
  std::string Phrase(std::span<const text::Token> tokens) const {
    std::string phrase;
    for (const text::Token& token : tokens) phrase.append(phrase.empty() ? "" : " ").append(Folded(token));
    return phrase;
  }
  // Whether `holds` of the phrase or, if it is Arabic, of what is left without a proclitic.
  template <class Holds>
  bool WithoutProclitic(const std::string& phrase, Holds holds) const {
    if (holds(phrase)) return true;
    if (!IsArabic()) return false;
    const text::ProcliticSplits splits = text::SplitProclitics(std::string_view(phrase).substr(0, phrase.find(' ')));
    return std::ranges::any_of(
        splits, [&](const text::ProcliticSplit& split) { return holds(std::string_view(phrase).substr(split.bytes)); });
  }
  const text::Token* Before() const { return tokens_.data() == field_.tokens.data() ? nullptr : tokens_.data() - 1; }
  const text::Token* After() const {
    const text::Token* after = tokens_.data() + tokens_.size();
    return after == field_.tokens.data() + field_.tokens.size() ? nullptr : after;
  }
  // "12 Ramadan", "the month of Ramadan", "Nissan/April".
  bool IsBesideDate() const {
    const text::Token* before = Before();
    const text::Token* after = After();
    const auto is_dated = [&](const text::Token& token) {
      return IsDigits(Folded(token)) || Row("month").contains(Folded(token));
    };
    if (before != nullptr && (is_dated(*before) || Row("month-word").contains(Folded(*before)))) return true;
    return after != nullptr && is_dated(*after);
  }

  const std::string_view language_;
  const FieldText& field_;
  const ModelMention& found_;
  const std::span<const text::Token> tokens_;
  const std::string_view surface_;
};

}  // namespace

bool IsNoName(const Document& document, const ModelMention& found, std::span<const text::Token> tokens) {
  if (tokens.empty()) return false;
  const Mention mention(document, found, tokens);
  return mention.IsLetter() || mention.IsInLowerCase() || mention.IsElidedWord() || mention.IsListed() ||
         mention.IsMonth() || mention.IsAdjective();
}

}  // namespace marsad::tag
