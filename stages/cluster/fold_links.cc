#include "stages/cluster/fold_links.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace marsad::cluster {
namespace {

// Where words of the text that is compared stand. They must be in one of the two texts.
Place PlaceOf(WordRange words, const Reading& reading) {
  return {reading.FieldOf(words.begin),
          {reading.tokens[words.begin].original.begin, reading.tokens[words.end() - 1].original.end}};
}

// In two if they begin in the title and end in the body.
void AddPassage(const Shared& shared, const Reading& reading, std::vector<LinkPassage>* passages) {
  const auto titles = static_cast<uint32_t>(reading.title_tokens);
  if (shared.here.begin < titles && shared.here.end() > titles) {
    const uint32_t first = titles - shared.here.begin;
    AddPassage({{shared.here.begin, first}, {shared.there.begin, first}}, reading, passages);
    AddPassage({{titles, shared.here.count - first}, {shared.there.begin + first, shared.there.count - first}}, reading,
               passages);
    return;
  }
  passages->push_back({PlaceOf(shared.here, reading), shared.there});
}

LinkDifference MakeDifference(const Difference& difference, const Reading& reading) {
  LinkDifference made = {.kind = difference.kind, .there = difference.there, .was = difference.was};
  if (difference.here.empty()) return made;
  WordRange here = difference.here;
  const auto titles = static_cast<uint32_t>(reading.title_tokens);
  if (here.begin < titles && here.end() > titles) here.count = titles - here.begin;
  made.here = PlaceOf(here, reading);
  return made;
}

size_t RankOf(Relation relation) {
  constexpr std::array<Relation, 6> kOrder = {Relation::kExact,    Relation::kNear,    Relation::kPart,
                                              Relation::kContains, Relation::kRevised, Relation::kShares};
  return static_cast<size_t>(std::find(kOrder.begin(), kOrder.end(), relation) - kOrder.begin());
}

}  // namespace

Comparison CompareWithDays(const Reading& reading, const KeptText& other, const RelationLimits& limits) {
  Comparison comparison = Compare(reading.text, other.text, limits);
  const bool is_stock = reading.is_short && other.is_short && reading.day != other.day;
  if (is_stock && IsCopy(comparison.relation)) {
    comparison.relation = Relation::kRevised;
    comparison.differences.push_back({.kind = FactKind::kDay, .here = {}, .there = {}, .was = {}});
  }
  return comparison;
}

void SortByNearness(std::vector<Found>* found) {
  std::stable_sort(found->begin(), found->end(), [](const Found& a, const Found& b) {
    const size_t left = RankOf(a.comparison.relation);
    const size_t right = RankOf(b.comparison.relation);
    return left != right ? left < right : a.comparison.of_this > b.comparison.of_this;
  });
}

std::vector<std::string_view> SameText(const std::vector<Found>& found) {
  std::vector<std::string_view> uris;
  for (const Found& each : found) {
    if (each.comparison.relation != Relation::kShares) uris.push_back(each.uri);
  }
  return uris;
}

DuplicateKind KindOf(Relation relation) {
  switch (relation) {
    case Relation::kExact:
      return DuplicateKind::kExact;
    case Relation::kNear:
      return DuplicateKind::kNear;
    case Relation::kPart:
      return DuplicateKind::kPart;
    case Relation::kContains:
      return DuplicateKind::kContains;
    case Relation::kRevised:
      return DuplicateKind::kRevised;
    case Relation::kShares:
      return DuplicateKind::kShares;
    case Relation::kNone:
      break;
  }
  return DuplicateKind::kUnspecified;
}

DuplicateKind KindOf(Action action) {
  if (action == Action::kWithdraw) return DuplicateKind::kWithdraws;
  return action == Action::kHold ? DuplicateKind::kHolds : DuplicateKind::kCorrects;
}

Link MakeLink(const Found& found, const Reading& reading) {
  const Comparison& comparison = found.comparison;
  Link link = {.uri = found.uri,
               .version = found.version,
               .kind = KindOf(comparison.relation),
               .of_this = comparison.of_this,
               .of_that = comparison.of_that};
  for (const Shared& shared : comparison.passages) AddPassage(shared, reading, &link.shared);
  for (const Difference& difference : comparison.differences) {
    link.changed.push_back(MakeDifference(difference, reading));
  }
  return link;
}

Link MakeTargetLink(const Decision& decision, uint64_t target_version, const std::vector<Found>& found,
                    const Reading& reading) {
  Link link;
  const auto same = std::find_if(found.begin(), found.end(), [&](const auto& f) { return f.uri == decision.target; });
  if (same != found.end()) link = MakeLink(*same, reading);
  link.uri = decision.target;
  link.version = target_version;
  link.kind = KindOf(decision.target_action);
  if (reading.marker.kind != MarkerKind::kNone) link.marker = {reading.marker.field, reading.marker.span};
  return link;
}

std::string NewStoryId(std::string_view uri, std::string_view last_story) {
  if (!last_story.starts_with(uri)) return std::string(uri);
  const std::string_view number = last_story.substr(uri.size());
  if (number.empty()) return std::string(uri) + "#2";
  uint64_t last = 0;
  const auto [end, error] = std::from_chars(number.data() + 1, number.data() + number.size(), last);
  const bool is_ours = number.front() == '#' && error == std::errc() && end == number.data() + number.size();
  return is_ours ? std::string(uri) + '#' + std::to_string(last + 1) : std::string(uri);
}

}  // namespace marsad::cluster
