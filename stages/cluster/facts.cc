#include "stages/cluster/facts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "lib/text/code_point.h"
#include "lib/text/date_words.h"
#include "lib/text/fold.h"
#include "stages/cluster/canonical.h"
#include "stages/cluster/fact_words.h"
#include "stages/cluster/quotes.h"
#include "stages/cluster/word_hash.h"

namespace marsad::cluster {
namespace {

constexpr std::string_view kPercentSign = "%";
constexpr std::string_view kArticle = "\u0627\u0644";  // Arabic's: alef, lam
const std::string kMonth = "month:";
const std::string kWeekday = "day:";
constexpr size_t kLongestJoint = 3;        // bytes between the two halves of "twenty-five", "May/mai"
constexpr size_t kFewestBytesOfMonth = 4;  // "may", "mar" and "out" are mostly no months

// From the first of the words to the last, with the marks around them: whoever reads the words of a long list one by one does not
// look through all of it for each.
std::vector<text::OriginalSpan> QuotesAround(const TextView& text) {
  constexpr uint32_t kBytesOfMarks = 8;
  if (text.tokens.empty()) return {};
  const uint32_t first = text.tokens.front().original.begin;
  const uint32_t begin = first - std::min(first, kBytesOfMarks);
  const size_t end = text.tokens.back().original.end + size_t{kBytesOfMarks};
  std::vector<text::OriginalSpan> quotes = FindShortQuotes(text.original.substr(begin, end - begin));
  for (text::OriginalSpan& quote : quotes) quote = {quote.begin + begin, quote.end + begin};
  return quotes;
}

// Reads a text's tokens from left to right.
class Reader {
 public:
  Reader(const TextView& text, const FactOptions& options)
      : text_(text), options_(options), table_(FactWords::Get().Of(options.language)), quotes_(QuotesAround(text)) {}

  std::vector<Token> Read() {
    tokens_.reserve(text_.tokens.size());
    while (at_ < text_.tokens.size()) {
      if (text_.tokens[at_].search.empty()) {
        ++at_;
        continue;
      }
      listed_ = Find(at_);
      if (!ReadFirst() && !ReadName() && !ReadNumeral() && !ReadListed() && !ReadDate()) {
        ReadPlain();
      }
    }
    return std::move(tokens_);
  }

 private:
  std::string_view Word(size_t at) const { return text_.tokens[at].search.Cut(text_.search); }

  // The one form of the next `count` words.
  void Emit(std::string_view form, FactKind fact, size_t count) {
    const text::OriginalSpan span{text_.tokens[at_].original.begin, text_.tokens[at_ + count - 1].original.end};
    tokens_.push_back({HashWord(form), fact, span});
    at_ += count;
  }

  // What the table knows better than names and digits do: other names, "2nd".
  bool ReadFirst() {
    if (listed_.word == nullptr) return false;
    const WordClass word_class = listed_.word->word_class;
    if (word_class != WordClass::kAlias && word_class != WordClass::kOrdinal) return false;
    Emit(listed_.word->form, word_class == WordClass::kAlias ? FactKind::kName : FactKind::kNumber, listed_.count);
    return true;
  }

  bool ReadName() {
    const text::OriginalSpan here = text_.tokens[at_].original;
    while (name_ < text_.names.size() && text_.names[name_].span.end <= here.begin) ++name_;
    if (name_ == text_.names.size() || text_.names[name_].span.begin >= here.end) return false;
    const NamedSpan& name = text_.names[name_];
    size_t count = 1;
    while (at_ + count < text_.tokens.size() && text_.tokens[at_ + count].original.begin < name.span.end) ++count;
    Emit(EntityWord(name.id), FactKind::kName, count);
    return true;
  }

  bool ReadNumeral() {
    const std::optional<GluedNumber> number = CanonicalNumber(Word(at_));
    if (!number) return false;
    if (number->rest.empty()) {
      EmitNumber(number->number, 1);
      return true;
    }
    const text::OriginalSpan span = text_.tokens[at_].original;
    tokens_.push_back({HashWord(number->number), FactKind::kNumber, span});
    const text::DateWord month = text::FindDateWord(number->rest);
    if (month.kind == text::DateWordKind::kMonth) {
      Emit(kMonth + std::to_string(month.value), FactKind::kDay, 1);
    } else {
      const std::string form = CanonicalWord(number->rest);
      Emit(form, PlainFact(HashWord(form)), 1);
    }
    return true;
  }

  // With the percent sign or word after it.
  void EmitNumber(std::string form, size_t count) {
    std::string_view after = text_.search.substr(text_.tokens[at_ + count - 1].search.end);
    if (after.starts_with(' ')) after.remove_prefix(1);
    if (after.starts_with(kPercentSign)) {
      form += kPercentSign;
    } else if (const Listed next = Find(at_ + count);
               next.word != nullptr && next.word->word_class == WordClass::kPercent) {
      form += kPercentSign;
      count += next.count;
    }
    Emit(form, FactKind::kNumber, count);
  }

  struct Listed {
    const FactWord* word = nullptr;
    size_t count = 0;         // words of the phrase
    std::string_view before;  // what Arabic writes onto the first of them, but for waw
  };

  // The longest phrase of the table that begins with word `at`, also after a proclitic.
  Listed Find(size_t at) const {
    if (at >= text_.tokens.size()) return {};
    const std::string_view word = Word(at);
    if (const Listed found = FindFrom(at, word); found.word != nullptr) return found;
    const std::string_view bare = WithoutWaw(word);
    if (bare.size() < word.size()) {
      if (const Listed found = FindFrom(at, bare); found.word != nullptr) return found;
    }
    if (bare.starts_with(kArticle)) {
      const Listed found = FindFrom(at, bare.substr(kArticle.size()));
      if (found.word != nullptr && found.word->word_class == WordClass::kPolarity) return found;
    }
    const size_t proclitic = text_.tokens[at].proclitic;
    if (proclitic == 0 || proclitic >= word.size()) return {};
    Listed found = FindFrom(at, word.substr(proclitic));
    // A name keeps its spelling after any proclitic; what looks like a polarity word after one is mostly another word.
    if (found.word != nullptr && found.word->word_class != WordClass::kPlain) return {};
    found.before = word.substr(0, proclitic);
    return found;
  }

  Listed FindFrom(size_t at, std::string_view first) const {
    const auto start = table_.starts.find(first);
    if (start == table_.starts.end()) return {};
    std::string phrase(first);
    Listed longest;
    for (size_t count = 1;; ++count) {
      const auto found = table_.words.find(phrase);
      if (found != table_.words.end()) longest = {&found->second, count, {}};
      if (count == start->second || at + count == text_.tokens.size()) return longest;
      phrase += ' ';
      phrase += Word(at + count);
    }
  }

  bool ReadListed() {
    const Listed found = listed_;
    if (found.word == nullptr) return false;
    const FactWord& word = *found.word;
    switch (word.word_class) {
      case WordClass::kNumber:
        ReadSum(word.form, found.count);
        return true;
      case WordClass::kScale:
        EmitNumber(word.form, found.count);
        return true;
      case WordClass::kWord:
        Emit(word.form, FactKind::kWord, found.count);
        return true;
      case WordClass::kPolarity:
        Emit(word.form, FactKind::kPolarity, found.count);
        return true;
      case WordClass::kDay:
        Emit(word.form, FactKind::kDay, found.count);
        return true;
      case WordClass::kAlias:
      case WordClass::kOrdinal:
      case WordClass::kPercent:
      case WordClass::kPlain:
        break;
    }
    const std::string form = std::string(WithoutWaw(found.before)) + word.form;
    Emit(form, PlainFact(HashWord(form)), found.count);
    return true;
  }

  // "Twenty-five", "five and twenty" as Arabic has it: tens and one of 1 to 9 are one number.
  void ReadSum(const std::string& form, size_t count) {
    const Listed next = Find(at_ + count);
    if (next.word != nullptr && next.word->word_class == WordClass::kNumber && Joined(at_ + count)) {
      const std::string& other = next.word->form;
      const bool tens_first = form.size() == 2 && form[1] == '0' && form[0] != '1' && other.size() == 1;
      const bool tens_last = other.size() == 2 && other[1] == '0' && other[0] != '1' && form.size() == 1;
      if (tens_first) return EmitNumber(form.substr(0, 1) + other, count + next.count);
      if (tens_last) return EmitNumber(other.substr(0, 1) + form, count + next.count);
    }
    EmitNumber(form, count);
  }

  // Whether little but a blank, a hyphen or a stroke parts word `at` from the one before it.
  bool Joined(size_t at) const {
    return text_.tokens[at].original.begin - text_.tokens[at - 1].original.end <= kLongestJoint;
  }

  struct Date {
    text::DateWord word;
    size_t count = 0;
  };

  Date FindDate(size_t at) const {
    if (at >= text_.tokens.size()) return {};
    const std::string_view word = WithoutProclitic(at);
    if (at + 1 < text_.tokens.size() && text::BeginsTwoDateWords(word)) {
      const text::DateWord two = text::FindDateWord(std::string(word) + ' ' + std::string(Word(at + 1)));
      if (two.kind == text::DateWordKind::kMonth) return {two, 2};
    }
    const text::DateWord one = text::FindDateWord(word);
    const bool is_date = one.kind == text::DateWordKind::kWeekday || one.kind == text::DateWordKind::kMonth;
    return is_date && word.size() >= kFewestBytesOfMonth ? Date{one, 1} : Date{};
  }

  std::string_view WithoutProclitic(size_t at) const { return WithoutWaw(Word(at)); }

  // A month that two calendars name side by side is one.
  bool ReadDate() {
    Date date = FindDate(at_);
    if (date.count == 0) return false;
    const bool is_month = date.word.kind == text::DateWordKind::kMonth;
    if (is_month && at_ + date.count < text_.tokens.size() && Joined(at_ + date.count)) {
      const Date again = FindDate(at_ + date.count);
      const bool same = again.word.kind == date.word.kind && again.word.value == date.word.value;
      if (again.count > 0 && same) date.count += again.count;
    }
    Emit((is_month ? kMonth : kWeekday) + std::to_string(date.word.value), FactKind::kDay, date.count);
    return true;
  }

  void ReadPlain() {
    const std::string form = CanonicalWord(Word(at_));
    Emit(form, PlainFact(HashWord(form)), 1);
  }

  // What stands in a short quotation is named or said, however frequent its words are.
  bool IsQuoted() {
    const text::OriginalSpan here = text_.tokens[at_].original;
    while (quote_ < quotes_.size() && quotes_[quote_].end <= here.begin) ++quote_;
    return quote_ < quotes_.size() && quotes_[quote_].begin <= here.begin;
  }

  FactKind PlainFact(uint32_t hash) {
    if (IsQuoted()) return FactKind::kWord;
    return options_.frequent != nullptr && options_.frequent->Has(hash) ? FactKind::kNone : FactKind::kWord;
  }

  const TextView& text_;
  const FactOptions& options_;
  const FactWords::Table& table_;
  std::vector<Token> tokens_;
  std::vector<text::OriginalSpan> quotes_;
  Listed listed_;  // that begins with word `at_`
  size_t at_ = 0;
  size_t name_ = 0;
  size_t quote_ = 0;
};

}  // namespace

FrequentWords::FrequentWords(std::string_view words, std::string_view language) {
  const text::Folded folded = text::Fold(words);
  const std::vector<text::Token> tokens = text::Tokenize(words, folded);
  const TextView view{.original = words, .search = folded.search, .tokens = tokens, .names = {}};
  for (size_t i = 0; i < tokens.size(); ++i) {  // each by itself: words side by side in a list are no phrase
    const TextView one{view.original, view.search, view.tokens.subspan(i, 1), {}};
    for (const Token& token : ReadTokens(one, {.language = language})) {
      if (!Has(token.hash)) hashes_.Insert({token.hash, true});
    }
  }
}

std::vector<Token> ReadTokens(const TextView& text, const FactOptions& options) { return Reader(text, options).Read(); }

}  // namespace marsad::cluster
