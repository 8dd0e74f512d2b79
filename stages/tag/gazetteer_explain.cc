#include "stages/tag/gazetteer_explain.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "lib/text/fold.h"
#include "lib/text/proclitic.h"
#include "stages/tag/arabic.h"
#include "stages/tag/entity_table.h"
#include "stages/tag/gazetteer_builder.h"
#include "stages/tag/longer_name.h"
#include "stages/tag/matcher.h"
#include "stages/tag/resolver.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

constexpr std::string_view kRightQuote = "\u2019";

std::string Straight(std::string text) {
  for (size_t at; (at = text.find(kRightQuote)) != std::string::npos;) text.replace(at, kRightQuote.size(), "'");
  return text;
}

// The label of `entity` and its best id, for a sentence.
std::string Describe(const Gazetteer& gazetteer, const KnownEntity& entity, std::string_view language) {
  const std::string label(gazetteer.Label(entity, language));
  return entity.ids.empty() ? label : label + " (" + std::string(entity.id()) + ")";
}

// Reads one text in every way that the index allows.
class NameExplainer {
 public:
  NameExplainer(const std::shared_ptr<const Gazetteer>& gazetteer, const std::string& text, std::string_view language)
      : gazetteer_(*gazetteer),
        language_(language),
        text_(Straight(text)),
        folded_(text::Fold(text_)),
        tokens_(text::Tokenize(text_, folded_)),
        languages_(gazetteer->LanguageBits(language)),
        body_{text_, folded_.search, &folded_.map, tokens_},
        reader_(Field::kBody, body_, gazetteer_, languages_) {
    const Document document{.title = {"", "", &no_title_.map, {}}, .body = body_, .language = language_};
    found_ = Tagger(gazetteer).Find(document);
    std::erase_if(found_, [](const KnownMention& known) { return known.is_piece; });
  }

  std::vector<NameReading> Explain() {
    for (uint32_t i = 0; i < tokens_.size(); ++i) ReadAt(i);
    std::vector<NameReading> readings;
    for (auto& [place, reading] : readings_) readings.push_back(std::move(reading));
    return readings;
  }

 private:
  void ReadAt(uint32_t token) {
    const std::string word(reader_.Folded(token));
    Candidate start{.field = Field::kBody, .first = token, .tokens = 0, .span = tokens_[token].search};
    Walk(start, word);
    start.has_proclitic = true;
    for (const text::ProcliticSplit& split : text::SplitProclitics(word)) {
      start.span.begin = tokens_[token].search.begin + split.bytes;
      const std::string rest = (split.restores_article ? std::string(kAlef) : "") + word.substr(split.bytes);
      Walk(start, rest);
    }
  }

  void Walk(Candidate start, std::string_view first_word) {
    const NameIndex::Node* node = gazetteer_.index().Begin(first_word);
    for (uint32_t token = start.first; node != nullptr; ++token) {
      start.tokens = token - start.first + 1;
      start.span.end = tokens_[token].search.end;
      start.node = node;
      start.is_doubted = start.has_proclitic && start.tokens == 1 && IsWord(ContextWord::kDoubted, token);
      for (const uint32_t number : gazetteer_.index().Values(*node)) Add(start, gazetteer_.name(number));
      if (!gazetteer_.index().GoesOn(*node) || token + 1 == tokens_.size()) return;
      node = gazetteer_.index().Next(*node, reader_.Folded(token + 1));
    }
  }

  // Of several names of one entity at one place the one that is found, else the one that comes nearest to it, counts.
  void Add(const Candidate& candidate, const KnownName& name) {
    NameReading reading{.words = std::string(reader_.Original(candidate).Cut(text_)),
                        .entity = gazetteer_.entity(name.entity),
                        .is_found = IsFound(candidate, name.entity),
                        .reason = {}};
    reading.reason = reading.is_found ? WhyFound(candidate, name.entity) : WhyNot(candidate, name);
    const auto [at, is_new] = readings_.try_emplace({candidate.first, candidate.tokens, name.entity}, reading);
    const bool is_better = reader_.Accepts(candidate, name) && !at->second.is_found;
    if (!is_new && is_better) at->second = reading;
  }

  bool IsWord(ContextWord use, uint32_t token) const { return gazetteer_.IsContext(use, reader_.Folded(token)); }
  bool Overlaps(const Candidate& candidate, const KnownMention& known) const {
    const text::OriginalSpan span = reader_.Original(candidate);
    return known.mention.span.begin < span.end && span.begin < known.mention.span.end;
  }
  const KnownMention* FoundAt(const Candidate& candidate) const {
    const auto at = std::find_if(found_.begin(), found_.end(), [&](auto& known) { return Overlaps(candidate, known); });
    return at == found_.end() ? nullptr : &*at;
  }
  bool IsFound(const Candidate& candidate, uint32_t entity) const {
    const KnownMention* known = FoundAt(candidate);
    return known != nullptr && known->entity == entity && known->words == candidate.tokens;
  }

  std::string WhyFound(const Candidate& candidate, uint32_t entity) const {
    static const std::map<uint16_t, std::string> kReasons = {
        {kSure, "the name stands for nothing else"},
        {kSurname, "a surname, after the person was named in full"},
        {kSupported, "the text speaks for it"},
        {kLikeliest, "the best known of several"},
    };
    const KnownMention* known = FoundAt(candidate);
    const auto reason = kReasons.find(known->mention.confidence);
    return reason == kReasons.end() ? Describe(gazetteer_, gazetteer_.entity(entity), language_) : reason->second;
  }

  std::string WhyNot(const Candidate& candidate, const KnownName& name) const {
    if (!reader_.Accepts(candidate, name)) return WhyRefused(candidate, name);
    if (const KnownMention* other = FoundAt(candidate)) {
      const std::string taken(other->mention.span.Cut(text_));
      return "'" + taken + "' is taken for " + Describe(gazetteer_, gazetteer_.entity(other->entity), language_);
    }
    if (candidate.has_proclitic && IsWord(ContextWord::kWhole, candidate.first))
      return "the word is never a proclitic and a name (whole, context.tsv)";
    if (name.use == NameUse::kAfterFullName) return "a surname: counts after the full name";
    if (name.use == NameUse::kInSport) return "a club's short name: counts where an article is about sport";
    const EntityType type = gazetteer_.entity(name.entity).type;
    if (IsPartOfOther(reader_, candidate, type, language_) || IsPartOfPerson(reader_, candidate, name.entity))
      return "beside a word that makes it a piece of a longer name (part-of, named-after, after-name, kin, "
             "context.tsv)";
    if (IsWord(ContextWord::kIntroduced, candidate.first))
      return "also a word: counts in brackets or after a word like agency (introduced, context.tsv)";
    if (name.use == NameUse::kWithEvidence || candidate.is_doubted)
      return "doubtful (?, tier 3 or context.tsv): nothing else in the text is of it or its country";
    return "beside another word with a capital: likely a piece of an unknown name";
  }

  std::string WhyRefused(const Candidate& candidate, const KnownName& name) const {
    if ((name.languages & languages_) == 0) return "counts in articles of other languages only: " + Languages(name);
    if (!name.exact.empty()) return "must stand letter by letter: " + std::string(name.exact);
    const uint8_t tier = gazetteer_.entity(name.entity).tier;
    if (candidate.has_proclitic && tier > 1)
      return "tier " + std::to_string(tier) + ": " + (tier == 3 ? "no proclitic" : "five letters after a proclitic");
    return name.capital ? "must begin with a capital" : "is written otherwise";
  }

  std::string Languages(const KnownName& name) const {
    std::string all;
    for (size_t i = 0; i < gazetteer_.languages().size(); ++i) {
      if ((name.languages >> i & 1u) != 0) all += (all.empty() ? "" : ", ") + gazetteer_.languages()[i];
    }
    return all;
  }

  const Gazetteer& gazetteer_;
  const std::string language_;
  const std::string text_;
  const text::Folded folded_;
  const text::Folded no_title_ = text::Fold("");
  const std::vector<text::Token> tokens_;
  const uint32_t languages_;
  const FieldText body_;
  const FieldReader reader_;
  std::vector<KnownMention> found_;
  std::map<std::tuple<uint32_t, uint32_t, uint32_t>, NameReading> readings_;  // by first token, tokens, entity
};

// The entities that `name` is a name of.
std::vector<KnownEntity> Namesakes(const Gazetteer& gazetteer, std::string_view name) {
  const std::string key = NameKey(name);
  const NameIndex::Node* node = nullptr;
  for (const std::string_view word : Split(key, NameIndex::kSeparator)) {
    node = node == nullptr ? gazetteer.index().Begin(word) : gazetteer.index().Next(*node, word);
    if (node == nullptr) return {};
  }
  std::vector<KnownEntity> entities;
  for (const uint32_t number : gazetteer.index().Values(*node)) {
    const uint32_t entity = gazetteer.name(number).entity;
    const bool is_listed = std::ranges::find(entities, entity, &KnownEntity::number) != entities.end();
    if (!is_listed) entities.push_back(gazetteer.entity(entity));
  }
  return entities;
}

// Whether `entity` was read from the row `fields`, or from that and others with one of its ids.
bool IsOf(const Gazetteer& gazetteer, const KnownEntity& entity, const std::vector<std::string_view>& fields) {
  if (const std::string_view ids = fields[Column::kIds]; !ids.empty()) {
    const std::vector<std::string_view> known = Split(entity.ids, ' '), own = Split(ids, ' ');
    return std::ranges::find_first_of(known, own) != known.end();
  }
  const std::vector<std::string_view> labels = gazetteer.Labels(entity);
  const bool has_label =
      std::any_of(fields.begin() + Column::kFirstLanguage, fields.end(), [&](std::string_view names) {
        const std::string_view first = WithoutMarks(names.substr(0, names.find(kNameSeparator)));
        return !first.empty() && std::ranges::find(labels, first) != labels.end();
      });
  return entity.ids.empty() && has_label;
}

void CheckName(const Gazetteer& gazetteer, const TsvLine& line, std::string_view name, std::vector<ListNote>* notes) {
  name = WithoutMarks(name);
  for (const KnownEntity& entity : Namesakes(gazetteer, name)) {
    if (IsOf(gazetteer, entity, line.fields)) continue;
    ListNote note{line.number, "'" + std::string(name) + "' is also " + Describe(gazetteer, entity, "en")};
    const bool is_known = std::any_of(notes->begin(), notes->end(), [&](auto& one) { return one.text == note.text; });
    if (!is_known) notes->push_back(std::move(note));
  }
}

}  // namespace

std::vector<NameReading> ExplainNames(const std::shared_ptr<const Gazetteer>& gazetteer, const std::string& text,
                                      std::string_view language) {
  return NameExplainer(gazetteer, text, language).Explain();
}

std::vector<ListNote> CheckList(const Gazetteer& gazetteer, const GazetteerFile& list) {
  std::vector<ListNote> notes;
  if (!IsEntityTable(list.bytes)) return notes;
  std::vector<std::string_view> header;
  for (const TsvLine& line : ReadTsv(list.bytes)) {
    if (header.empty()) {
      header = line.fields;
      continue;
    }
    if (line.fields[Column::kIds].empty())
      notes.push_back({line.number, "has no id: it is found and not linked; call it desk:" +
                                        std::string(line.fields[Column::kKey])});
    for (size_t column = Column::kFirstLanguage; column < line.fields.size(); ++column) {
      if (line.fields[column].empty() || header[column] == kCoordinates) continue;
      for (const std::string_view name : Split(line.fields[column], kNameSeparator))
        CheckName(gazetteer, line, name, &notes);
    }
  }
  return notes;
}

}  // namespace marsad::tag
