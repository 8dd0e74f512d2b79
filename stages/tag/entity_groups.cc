#include "stages/tag/entity_groups.h"

#include <algorithm>

#include "lib/base/utf8.h"

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
    units_ += static_cast<uint32_t>(CountUtf16(text_.substr(byte_, byte - byte_)));
    byte_ = byte;
    return units_;
  }

 private:
  std::string_view text_;
  uint32_t byte_ = 0;
  uint32_t units_ = 0;
};

}  // namespace

void EntityGroups::AddKnown(uint32_t entity, const FoundMention& mention) {
  const auto [place, is_new] = places_.try_emplace('#' + std::to_string(entity), entities_.size());
  if (is_new) {
    const KnownEntity known = gazetteer_.entity(entity);
    entities_.push_back({.known = known, .type = known.type});
  }
  entities_[place->second].mentions.push_back(mention);
}

void EntityGroups::AddUnknown(const Unknown& unknown, const FoundMention& mention) {
  const auto [place, is_new] =
      places_.try_emplace(std::to_string(static_cast<int>(unknown.type)).append(unknown.key), entities_.size());
  if (is_new) entities_.push_back({.type = unknown.type});
  entities_[place->second].mentions.push_back(mention);
  named_.resize(entities_.size());
  named_[place->second].push_back(&unknown.named);
}

// The longest form, of those that are sure if any is.
std::string EntityGroups::NameOf(size_t entity) const {
  const bool has_sure = !std::ranges::all_of(named_[entity], [](const auto* named) { return named->is_unsure; });
  std::string_view name;
  for (const FoundMention* named : named_[entity]) {
    const std::string_view surface = named->span.Cut(document_.field(named->field).original);
    if (surface.size() > name.size() && !(has_sure && named->is_unsure)) name = surface;
  }
  return std::string(name);
}

uint16_t EntityGroups::Salience(const FoundEntity& entity) const {
  const auto is_sure = [](const FoundMention& mention) { return !mention.is_unsure; };
  const auto first = std::ranges::find_if(entity.mentions, is_sure);
  if (first == entity.mentions.end()) return 0;
  const size_t body_bytes = document_.body.original.size();
  const bool in_title = first->field == Field::kTitle;
  const uint64_t begin = in_title ? 0 : first->span.begin;
  const uint64_t early = body_bytes == 0 ? kEarlyWeight : kEarlyWeight * (body_bytes - begin) / body_bytes;
  const auto sure = static_cast<size_t>(std::ranges::count_if(entity.mentions, is_sure));
  const size_t mentions = std::min<size_t>(sure, kMaxMentions);
  return static_cast<uint16_t>((in_title ? kTitleWeight : 0) + kMentionWeight * mentions + early);
}

void EntityGroups::Count() {
  std::vector<FoundMention*> all;
  for (FoundEntity& entity : entities_) {
    for (FoundMention& mention : entity.mentions) all.push_back(&mention);
  }
  std::sort(all.begin(), all.end(), [](const FoundMention* a, const FoundMention* b) { return ComesBefore(*a, *b); });
  Utf16Counter title(document_.title.original);
  Utf16Counter body(document_.body.original);
  for (FoundMention* mention : all) {
    Utf16Counter& counter = mention->field == Field::kTitle ? title : body;
    mention->begin_utf16 = counter.At(mention->span.begin);
    mention->end_utf16 = counter.At(mention->span.end);
  }
}

std::vector<FoundEntity> EntityGroups::Take() {
  Count();
  for (size_t i = 0; i < entities_.size(); ++i) {
    FoundEntity& entity = entities_[i];
    entity.salience = Salience(entity);
    if (!entity.known) entity.name = NameOf(i);
  }
  return std::move(entities_);
}

}  // namespace marsad::tag
