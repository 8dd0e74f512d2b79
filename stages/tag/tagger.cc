#include "stages/tag/tagger.h"

#include <algorithm>
#include <unordered_map>

#include "lib/text/utf8.h"
#include "stages/tag/matcher.h"
#include "stages/tag/resolver.h"

namespace marsad::tag {
namespace {

// Salience, per mille: 400 for the title, 40 for each mention up to ten, and up to 200 for coming early in the body.
constexpr uint32_t kTitleWeight = 400;
constexpr uint32_t kMentionWeight = 40;
constexpr uint32_t kMaxMentions = 10;
constexpr uint32_t kEarlyWeight = 200;

// Counts UTF-16 units of one text, front to back.
class Utf16Counter {
 public:
  explicit Utf16Counter(std::string_view text) : text_(text) {}

  uint32_t At(uint32_t byte) {
    units_ += static_cast<uint32_t>(text::CountUtf16(text_.substr(byte_, byte - byte_)));
    byte_ = byte;
    return units_;
  }

 private:
  std::string_view text_;
  uint32_t byte_ = 0;
  uint32_t units_ = 0;
};

// Groups mentions by entity, in the order of the first.
class Collector {
 public:
  explicit Collector(const Gazetteer& gazetteer) : gazetteer_(gazetteer) {}

  void Add(uint32_t entity, const FoundMention& mention) {
    const auto [place, is_new] = places_.try_emplace(entity, entities_.size());
    if (is_new) entities_.push_back({&gazetteer_.entity(entity), {}, 0});
    entities_[place->second].mentions.push_back(mention);
  }

  std::vector<FoundEntity> Take(size_t body_bytes) {
    for (FoundEntity& entity : entities_) entity.salience = Salience(entity, body_bytes);
    return std::move(entities_);
  }

 private:
  static uint16_t Salience(const FoundEntity& entity, size_t body_bytes) {
    const bool in_title = entity.mentions.front().field == Field::kTitle;
    const uint64_t begin = in_title ? 0 : entity.mentions.front().span.begin;
    const uint64_t early = body_bytes == 0 ? kEarlyWeight : kEarlyWeight * (body_bytes - begin) / body_bytes;
    const size_t mentions = std::min<size_t>(entity.mentions.size(), kMaxMentions);
    return static_cast<uint16_t>((in_title ? kTitleWeight : 0) + kMentionWeight * mentions + early);
  }

  const Gazetteer& gazetteer_;
  std::unordered_map<uint32_t, size_t> places_;
  std::vector<FoundEntity> entities_;
};

bool IsIn(std::span<const text::OriginalSpan> spans, text::OriginalSpan span) {
  const auto behind =
      std::partition_point(spans.begin(), spans.end(), [&](text::OriginalSpan one) { return one.end <= span.begin; });
  return behind != spans.end() && behind->begin <= span.begin;
}

void TagField(const FieldReader& reader, const std::vector<Candidate>& candidates, Resolver* resolver,
              Collector* collector) {
  Utf16Counter utf16(reader.text().original);
  for (size_t i = 0; i < candidates.size(); ++i) {
    const std::optional<Decision> decision = resolver->Resolve(reader, candidates, i);
    if (!decision) continue;
    FoundMention mention{.field = candidates[i].field, .span = reader.Original(candidates[i])};
    mention.proclitic = reader.Proclitic(candidates[i], mention.span);
    mention.begin_utf16 = utf16.At(mention.span.begin);
    mention.end_utf16 = utf16.At(mention.span.end);
    mention.confidence = decision->confidence;
    mention.detector = decision->detector;
    collector->Add(decision->entity, mention);
  }
}

}  // namespace

std::vector<FoundEntity> Tagger::Tag(const Document& document) const {
  const uint32_t languages = gazetteer_->LanguageBits(document.language);
  FieldReader title(Field::kTitle, document.title, *gazetteer_, languages);
  FieldReader body(Field::kBody, document.body, *gazetteer_, languages);
  const std::vector<Candidate> in_title = title.Find();
  std::vector<Candidate> in_body = body.Find();
  std::erase_if(in_body, [&](const Candidate& one) { return IsIn(document.apart, body.Original(one)); });
  Resolver resolver(*gazetteer_, document.language);
  resolver.Learn(title, in_title);
  resolver.Learn(body, in_body);
  for (const Candidate& candidate : in_body) {
    if (IsIn(document.datelines, body.Original(candidate))) resolver.LearnTown(body, candidate);
  }
  Collector collector(*gazetteer_);
  TagField(title, in_title, &resolver, &collector);
  TagField(body, in_body, &resolver, &collector);
  return collector.Take(document.body.original.size());
}

}  // namespace marsad::tag
