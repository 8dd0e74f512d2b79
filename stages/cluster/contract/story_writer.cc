#include "stages/cluster/contract/story_writer.h"

#include "lib/article/spans.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cluster {
namespace {

v1::Story::DuplicateKind ToContract(DuplicateKind kind) { return static_cast<v1::Story::DuplicateKind>(kind); }

void WritePlace(const Place& place, v1::Span* to) { article::WriteSpan(place.field, place.span, to); }

void WriteLink(const Link& link, v1::Story::Link* to) {
  to->set_uri(link.uri);
  if (link.version != 0) to->set_version(link.version);
  to->set_kind(ToContract(link.kind));
  if (link.of_this != 0) to->set_of_this(link.of_this);
  if (link.of_that != 0) to->set_of_that(link.of_that);
  for (const LinkPassage& passage : link.shared) {
    v1::Story::Passage& shared = *to->add_shared();
    WritePlace(passage.here, shared.mutable_here());
    shared.set_there(passage.there.begin);
    shared.set_there_count(passage.there.count);
  }
  for (const LinkDifference& difference : link.changed) {
    v1::Story::Difference& changed = *to->add_changed();
    if (difference.kind != FactKind::kNone) {
      changed.set_kind(static_cast<v1::Story::Difference::Kind>(difference.kind));
    }
    if (difference.here) WritePlace(*difference.here, changed.mutable_here());
    changed.set_there(difference.there.begin);
    changed.set_there_count(difference.there.count);
    if (!difference.was.empty()) changed.set_was(difference.was);
  }
  if (link.marker) WritePlace(*link.marker, to->mutable_marker());
}

void WriteChange(const Outcome& outcome, v1::Story* to) {
  to->set_change(static_cast<v1::Story::Change::Kind>(outcome.change));
  if (outcome.previous_version != 0) to->set_previous_version(outcome.previous_version);
  if (outcome.kind != DuplicateKind::kUnspecified) to->set_duplicate_kind(ToContract(outcome.kind));
  if (!outcome.duplicate_of.empty()) to->set_duplicate_of(outcome.duplicate_of);
  if (outcome.similarity != 0) to->set_similarity(outcome.similarity);
  for (const Link& link : outcome.links) WriteLink(link, to->add_links());
  for (const Effect& effect : outcome.effects) {
    v1::Story::Effect& made = *to->add_effects();
    made.set_uri(effect.uri);
    if (effect.version != 0) made.set_version(effect.version);
    made.set_action(static_cast<v1::Story::Effect::Action>(effect.action));
  }
  if (outcome.effects_cut) to->set_effects_cut(true);
  if (outcome.is_embargoed) to->set_embargoed(true);
  if (outcome.is_beyond_window) to->set_beyond_window(true);
}

void WriteFirstSeen(Timestamp time, v1::Story* to) {
  constexpr int64_t kMillis = 1000;
  if (!time.known()) return;
  to->mutable_first_seen()->set_seconds(time.millis() / kMillis);
  to->mutable_first_seen()->set_nanos(static_cast<int32_t>(time.millis() % kMillis * 1'000'000));
}

}  // namespace

void WriteStory(const Outcome& outcome, v1::Story* to) {
  WriteChange(outcome, to);
  if (outcome.story.empty()) return;
  to->set_id(outcome.story);
  if (outcome.sequence != 0) to->set_sequence(outcome.sequence);
  to->set_articles(outcome.articles);
  to->set_sources(outcome.sources);
  to->set_original_sources(outcome.original_sources);
  if (outcome.withdrawn != 0) to->set_withdrawn(outcome.withdrawn);
  WriteFirstSeen(outcome.first_seen, to);
  to->set_novelty(outcome.novelty);
  for (const std::string& id : outcome.merged) to->add_merged(id);
  for (const std::string& id : outcome.related) to->add_related(id);
  if (outcome.title_uri.empty()) return;
  to->set_title(outcome.title);
  to->set_title_language(outcome.title_language);
  to->set_title_uri(outcome.title_uri);
}

}  // namespace marsad::cluster
