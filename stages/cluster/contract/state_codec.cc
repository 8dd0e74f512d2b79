#include "stages/cluster/contract/state_codec.h"

#include <google/protobuf/arena.h>

#include <optional>
#include <utility>

#include "marsad/state/v1/cluster.pb.h"
#include "stages/cluster/packed_vectors.h"

namespace marsad::cluster {
namespace {

using state::v1::ClusterArticle;
using state::v1::Terms;

constexpr std::string_view kWhatToDo =
    ": no input was read, and nothing is lost yet. Take the build and bundle that wrote it; or begin anew: stop the "
    "stage, make the state topic anew, and set its group back by the length of the window. What that repeats and "
    "forgets: "
    "docs/operations.md, State of another build or bundle";

constexpr size_t kArenaBytes = 8192;
constexpr int kMostTerms = 1000;  // of a vector: far more than any build has written

void WriteTime(Timestamp time, void (ClusterArticle::*set)(int64_t), ClusterArticle* to) {
  if (time.known()) (to->*set)(time.millis());
}

// The messages of the vectors that are empty stay absent.
void WriteTerms(const TermVector& vector, Terms* (ClusterArticle::*mutable_terms)(), ClusterArticle* to) {
  if (vector.empty()) return;
  Terms& terms = *(to->*mutable_terms)();
  terms.mutable_hashes()->Reserve(static_cast<int>(vector.size()));
  terms.mutable_weights()->Reserve(static_cast<int>(vector.size()));
  for (const Term& term : vector) {
    terms.add_hashes(term.hash);
    terms.add_weights(term.weight);
  }
}

// None if they are not what WriteTerms() wrote of an article's vectors.
std::optional<TermVector> ReadTerms(const Terms& terms) {
  if (terms.hashes_size() != terms.weights_size() || terms.hashes_size() > kMostTerms) return std::nullopt;
  TermVector vector;
  vector.reserve(static_cast<size_t>(terms.hashes_size()));
  for (int i = 0; i < terms.hashes_size(); ++i) {
    const Term term = {terms.hashes(i), terms.weights(i)};
    if (term.weight < 1 || term.weight > PackedVectors::kMostWeight) return std::nullopt;
    if (!vector.empty() && vector.back().hash >= term.hash) return std::nullopt;
    vector.push_back(term);
  }
  return vector;
}

void WriteKnown(const KnownArticle& known, ClusterArticle* to) {
  if (!known.source.empty()) to->set_source(known.source);
  if (known.version != 0) to->set_version(known.version);
  WriteTime(known.updated, &ClusterArticle::set_updated, to);
  if (known.origin != 0) to->set_origin(known.origin);
  to->set_origin_offset(known.offset);
  to->set_status(static_cast<uint32_t>(known.status));
  WriteTime(known.embargoed_until, &ClusterArticle::set_embargoed_until, to);
  if (known.text_hash != 0) to->set_text_hash(known.text_hash);
  WriteTime(known.touched, &ClusterArticle::set_touched, to);
  for (const uint64_t title : known.titles) to->add_titles(title);
  for (const std::string& uri : known.copy_of) to->add_copy_of(uri);
  if (!known.last_story.empty()) to->set_last_story(known.last_story);
}

std::optional<KnownArticle> ReadKnown(const ClusterArticle& from) {
  if (from.status() < static_cast<uint32_t>(Status::kUsable) ||
      from.status() > static_cast<uint32_t>(Status::kCanceled)) {
    return std::nullopt;
  }
  return KnownArticle{.source = from.source(),
                      .version = from.version(),
                      .updated = Timestamp::FromMillis(from.updated()),
                      .origin = from.origin(),
                      .offset = from.origin_offset(),
                      .status = static_cast<Status>(from.status()),
                      .embargoed_until = Timestamp::FromMillis(from.embargoed_until()),
                      .text_hash = from.text_hash(),
                      .touched = Timestamp::FromMillis(from.touched()),
                      .titles = {from.titles().begin(), from.titles().end()},
                      .copy_of = {from.copy_of().begin(), from.copy_of().end()},
                      .last_story = from.last_story()};
}

void WriteStory(const StoryArticle& story, ClusterArticle* to) {
  if (story.sequence != 0) to->set_sequence(story.sequence);
  WriteTime(story.time, &ClusterArticle::set_time, to);
  if (story.story.number != 0) to->set_story(story.story.number);
  if (!story.story.id.empty()) to->set_story_id(story.story.id);
  WriteTime(story.story.free_from, &ClusterArticle::set_story_free_from, to);
  if (story.change != 0) to->set_change(story.change);
  WriteTime(story.first_seen, &ClusterArticle::set_first_seen, to);
  if (story.source != 0) to->set_source_hash(story.source);
  if (story.is_copy) to->set_is_copy(true);
  WriteTime(story.free_from, &ClusterArticle::set_free_from, to);
  if (story.language != 0) to->set_language_hash(story.language);
  for (const uint64_t merged : story.merged) to->add_merged(merged);
  if (story.is_withdrawn) to->set_withdrawn(true);
  WriteTerms(story.vectors.title, &ClusterArticle::mutable_title_terms, to);
  WriteTerms(story.vectors.body, &ClusterArticle::mutable_body_terms, to);
  WriteTerms(story.vectors.entities, &ClusterArticle::mutable_entity_terms, to);
}

std::optional<StoryArticle> ReadStory(const ClusterArticle& from) {
  std::optional<TermVector> title = ReadTerms(from.title_terms());
  std::optional<TermVector> body = ReadTerms(from.body_terms());
  std::optional<TermVector> entities = ReadTerms(from.entity_terms());
  if (!title || !body || !entities) return std::nullopt;
  return StoryArticle{.sequence = from.sequence(),
                      .time = Timestamp::FromMillis(from.time()),
                      .story = {.number = from.story(),
                                .id = from.story_id(),
                                .free_from = Timestamp::FromMillis(from.story_free_from())},
                      .change = from.change(),
                      .first_seen = Timestamp::FromMillis(from.first_seen()),
                      .source = from.source_hash(),
                      .is_copy = from.is_copy(),
                      .free_from = Timestamp::FromMillis(from.free_from()),
                      .language = from.language_hash(),
                      .merged = {from.merged().begin(), from.merged().end()},
                      .is_withdrawn = from.withdrawn(),
                      .vectors = {*std::move(title), *std::move(body), *std::move(entities)}};
}

std::optional<ArticleState> ReadState(const ClusterArticle& from) {
  std::optional<KnownArticle> known = ReadKnown(from);
  std::optional<StoryArticle> story = ReadStory(from);
  std::optional<CopyText> text = CopyText::Unpack(from.text());
  if (!known || !story || !text) return std::nullopt;
  return ArticleState{.known = *std::move(known),
                      .story = *std::move(story),
                      .text = *std::move(text),
                      .title = from.title(),
                      .language = from.language(),
                      .day = from.day(),
                      .is_short = from.is_short()};
}

}  // namespace

std::string EncodeState(const ArticleState& state, const StateRecordView& by) {
  ClusterArticle to;
  to.set_format(kStateFormat);
  to.set_bundle(std::string(by.bundle));
  to.set_offset(by.offset);
  WriteKnown(state.known, &to);
  WriteStory(state.story, &to);
  if (std::string text = state.text.Pack(); !text.empty()) to.set_text(std::move(text));
  if (!state.title.empty()) to.set_title(state.title);
  if (!state.language.empty()) to.set_language(state.language);
  if (state.day != 0) to.set_day(state.day);
  if (state.is_short) to.set_is_short(true);
  return to.SerializeAsString();
}

Result<StoredState> DecodeState(std::string_view bytes, std::string_view bundle) {
  // What a record holds lies on the stack: taking it from the heap, and giving it back, was much of what a restore took.
  alignas(8) char block[kArenaBytes];
  google::protobuf::ArenaOptions options;
  options.initial_block = block;
  options.initial_block_size = sizeof(block);
  google::protobuf::Arena arena(options);
  ClusterArticle& from = *google::protobuf::Arena::CreateMessage<ClusterArticle>(&arena);
  if (!from.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || !from.has_format()) {
    return Fail("no state record of cluster" + std::string(kWhatToDo));
  }
  if (from.format() != kStateFormat) {
    return Fail("format " + std::to_string(from.format()) + ", of another build; this one has " +
                std::to_string(kStateFormat) + std::string(kWhatToDo));
  }
  if (from.bundle() != bundle) {
    return Fail("written with bundle " + from.bundle() + ", not with " + std::string(bundle) + std::string(kWhatToDo));
  }
  std::optional<ArticleState> state = ReadState(from);
  if (!state) return Fail("a state record of cluster that is damaged" + std::string(kWhatToDo));
  return StoredState{*std::move(state), from.offset()};
}

}  // namespace marsad::cluster
