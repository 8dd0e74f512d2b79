#include "stages/tag/model_names.h"

#include <algorithm>
#include <bitset>
#include <deque>
#include <iterator>
#include <optional>
#include <unordered_set>

#include "lib/text/casing.h"
#include "lib/text/fold.h"
#include "lib/text/proclitic.h"
#include "stages/tag/model/headline_case.h"

namespace marsad::tag {
namespace {

constexpr EntityType kTypeOf[kTypes] = {EntityType::kPer, EntityType::kOrg, EntityType::kLoc, EntityType::kMisc};
// A stretch of an article that the model reads at once, so that a long one does not take memory without end.
constexpr size_t kMostAtOnce = 20'000;  // words
struct Stretch {
  std::vector<Field> fields;  // of each sentence
  std::vector<Sequence> sentences;
};

// A name does not end in a mark, unless that closes what it opened.
size_t WithoutMarks(const Sequence& sentence, size_t begin, size_t end) {
  while (end > begin + 1 && sentence[end - 1].is_mark) --end;
  return end;
}

void AddNames(const Stretch& stretch, const std::vector<Labelled>& answers, const Calibration& calibration,
              NameBounds* bounds, std::vector<ModelMention>* found) {
  for (size_t i = 0; i < stretch.sentences.size(); ++i) {
    const Sequence& sentence = stretch.sentences[i];
    const std::vector<Label>& labels = answers[i].labels;
    for (size_t at = 0; at < labels.size(); ++at) {
      if (!IsBeginning(labels[at]) || sentence[at].is_mark) continue;
      size_t end = at + 1;
      while (end < labels.size() && IsInside(labels[end])) ++end;
      const uint16_t confidence = calibration.Of(StatedConfidence(answers[i], at, end));
      end = WithoutMarks(sentence, at, end);
      const ModelMention mention{.mention = {.field = stretch.fields[i],
                                             .span = {sentence[at].original.begin, sentence[end - 1].original.end},
                                             .confidence = confidence,
                                             .detector = Detector::kModel},
                                 .type = kTypeOf[TypeOf(labels[at])],
                                 .words = static_cast<uint32_t>(end - at)};
      const NameContext context{.follows_name = at > 0 && labels[at - 1] != kOutside, .begins_sentence = at == 0};
      bounds->AppendMended(mention, context, found);
    }
  }
}

}  // namespace

std::vector<ModelMention> FindByModel(const Document& document, const Lexicon& lexicon, ModelRunner* runner) {
  NameBounds bounds(document, lexicon);
  HeadlineCase headline(document, lexicon);
  const Calibration& calibration = runner->model().calibration();
  std::vector<ModelMention> found;
  Stretch stretch;
  size_t words = 0;
  for (const SentenceRange& range : document.sentences) {
    stretch.fields.push_back(range.field);
    stretch.sentences.push_back(ReadSequence(document.field(range.field), range.span));
    headline.Restore(&stretch.sentences.back());
    words += stretch.sentences.back().size();
    if (words < kMostAtOnce) continue;
    AddNames(stretch, runner->Run(stretch.sentences), calibration, &bounds, &found);
    stretch = {};
    words = 0;
  }
  AddNames(stretch, runner->Run(stretch.sentences), calibration, &bounds, &found);
  return found;
}

namespace {

constexpr uint16_t kSurnameConfidence = 750;
constexpr uint16_t kSureEnough = 600;
constexpr size_t kShortBytes = 6;    // of a name that must stand letter by letter
constexpr uint32_t kLeastBytes = 5;  // shorter words are too often something else

struct Taken {
  Field field;
  text::OriginalSpan span;
};

// `taken` is in the order of the text and without overlaps.
bool Overlaps(const std::vector<Taken>& taken, Field field, text::OriginalSpan span) {
  const auto next = std::partition_point(taken.begin(), taken.end(), [&](const Taken& t) {
    return t.field < field || (t.field == field && t.span.end <= span.begin);
  });
  return next != taken.end() && next->field == field && next->span.begin < span.end;
}

// The word without a genitive or a Turkish case ending after its apostrophe.
std::string_view BeforeApostrophe(std::string_view word) {
  const size_t apostrophe = std::min(word.rfind('\''), word.rfind("\u2019"));
  return word.substr(0, apostrophe);
}

// Where `word`, the front of the folded token, ends in the original.
uint32_t EndOf(const FieldText& field, const text::Token& token, std::string_view word) {
  if (word.size() == token.search.size()) return token.original.end;
  return OriginalAt(field, token, token.search.begin + static_cast<uint32_t>(word.size()));
}

// Folded last words of persons named in full.
class Surnames {
 public:
  Surnames(const Document& document, const Gazetteer& gazetteer, const Lexicon& lexicon,
           const std::vector<ModelMention>& mentions) {
    for (const ModelMention& found : mentions) {
      if (found.type != EntityType::kPer || found.words < 2 || found.mention.confidence < kSureEnough) continue;
      const FieldText& field = document.field(found.mention.field);
      const auto after = TokenFrom(field, found.mention.span.end);
      if (after == field.tokens.begin()) continue;
      const std::string_view word = std::prev(after)->search.Cut(field.search);
      if (gazetteer.IsContext(ContextWord::kNotSurname, word)) continue;  // "Nasr Allah", "Salah al-Din"
      const WordFacts facts = lexicon.Find(word);
      const bool is_ordinary = facts.fine != 0 && !IsNamePart(facts);
      if (word.size() < kLeastBytes || is_ordinary) continue;
      const std::string surface(std::prev(after)->original.Cut(field.original));
      if (word.size() <= kShortBytes) exact_.insert(surface);
      Add(word);
      for (const std::string& form : gazetteer.Forms(surface, document.language, true)) {
        Add(forms_.emplace_back(text::FoldText(form)));
      }
    }
  }

  void Add(std::string_view word) {
    if (word.size() < kLeastBytes) return;
    words_.insert(word);
    endings_.set(EndingOf(word));
  }
  bool empty() const { return words_.empty(); }
  // Whether `word`, folded, which is a surname as `written`, is none: without its letters Ali is "on", a short name is
  // another word.
  bool IsOther(std::string_view word, std::string_view written, text::Script script) const {
    if (script != text::Script::kArabic || word.size() > kShortBytes) return false;
    return std::ranges::none_of(exact_, [&](const std::string& name) { return written.ends_with(name); });
  }

  // Bytes of `word` that stand before the surname, a proclitic if any; nothing if it is none.
  std::optional<uint8_t> Find(std::string_view word, text::Script script) const {
    if (word.size() < kLeastBytes || !endings_.test(EndingOf(word))) return std::nullopt;
    if (words_.contains(word)) return 0;
    if (script != text::Script::kArabic) return std::nullopt;
    for (const text::ProcliticSplit& split : text::SplitProclitics(word)) {
      if (words_.contains(word.substr(split.bytes))) return split.bytes;
    }
    return std::nullopt;
  }

 private:
  static constexpr size_t kEndings = 256;
  // Most words end otherwise than every surname: those are not looked up.
  static size_t EndingOf(std::string_view word) {
    const auto byte = [&](size_t from_end) { return static_cast<uint8_t>(word[word.size() - from_end]); };
    return (byte(1) * 7u + byte(3) * 31u) % kEndings;
  }

  std::unordered_set<std::string> exact_;       // the short ones, as they were written
  std::deque<std::string> forms_;               // oblique
  std::unordered_set<std::string_view> words_;  // of the search texts, and of `forms_`
  std::bitset<kEndings> endings_;
};

// The surname that `token` is, perhaps after proclitics or before an apostrophe: a mention that lacks its field.
std::optional<FoundMention> SurnameAt(const Surnames& surnames, const FieldText& field, const text::Token& token) {
  std::string_view word = token.search.Cut(field.search);
  std::optional<uint8_t> proclitic = surnames.Find(word, token.script);
  if (!proclitic && token.script == text::Script::kLatin) {
    word = BeforeApostrophe(word);
    proclitic = surnames.Find(word, token.script);
  }
  if (!proclitic) return std::nullopt;
  const std::string_view written = token.original.Cut(field.original);
  if (surnames.IsOther(word.substr(*proclitic), written, token.script)) return std::nullopt;
  const bool needs_capital = token.script == text::Script::kLatin || token.script == text::Script::kCyrillic;
  if (needs_capital && !text::StartsUpper(written)) return std::nullopt;
  FoundMention mention{.span = {OriginalAt(field, token, token.search.begin + *proclitic), EndOf(field, token, word)},
                       .confidence = kSurnameConfidence,
                       .detector = Detector::kRule};
  mention.proclitic = {token.original.begin, mention.span.begin};
  return mention;
}

}  // namespace

void AddSurnames(const Document& document, const Gazetteer& gazetteer, const Lexicon& lexicon,
                 std::vector<ModelMention>* mentions) {
  const Surnames surnames(document, gazetteer, lexicon, *mentions);
  if (surnames.empty()) return;
  std::vector<Taken> taken;
  for (const ModelMention& found : *mentions) {
    if (!found.mention.is_unsure) taken.push_back({found.mention.field, found.mention.span});
  }
  std::vector<ModelMention> added;
  for (const SentenceRange& range : document.sentences) {
    const FieldText& field = document.field(range.field);
    const auto end = TokenFrom(field, range.span.end);
    for (auto at = TokenFrom(field, range.span.begin); at != end; ++at) {
      std::optional<FoundMention> mention = SurnameAt(surnames, field, *at);
      if (!mention || Overlaps(taken, range.field, at->original)) continue;
      mention->field = range.field;
      added.push_back({.mention = *mention, .type = EntityType::kPer, .words = 1});
    }
  }
  taken.clear();
  for (const ModelMention& found : added) taken.push_back({found.mention.field, found.mention.span});
  std::erase_if(*mentions, [&](const ModelMention& found) {
    return found.mention.is_unsure && Overlaps(taken, found.mention.field, found.mention.span);
  });
  mentions->insert(mentions->end(), added.begin(), added.end());
  std::sort(mentions->begin(), mentions->end(),
            [](const ModelMention& a, const ModelMention& b) { return ComesBefore(a.mention, b.mention); });
}

}  // namespace marsad::tag
