#include "stages/cluster/fold.h"

#include <algorithm>
#include <utility>

#include "stages/cluster/fold_links.h"
#include "stages/cluster/novelty.h"
#include "stages/cluster/reading.h"
#include "stages/cluster/text_window.h"

namespace marsad::cluster {
namespace {

// Whether the record brings a text that later ones are compared with.
bool BringsText(Change change) {
  return change == Change::kNew || change == Change::kUpdated || change == Change::kCorrected ||
         change == Change::kRestored;
}

Version MakeVersion(const ArticleView& article, const Reading& reading) {
  return {.uri = article.uri,
          .source = article.source,
          .version = article.version,
          .updated = article.updated,
          .origin = article.origin,
          .offset = article.offset,
          .status = article.status,
          .embargoed_until = article.embargoed_until,
          .is_correction = article.is_correction,
          .marker = reading.marker.kind,
          .title_key = reading.title_key,
          .named_titles = reading.named_titles,
          .text_hash = reading.text_hash,
          .related = article.related};
}

}  // namespace

const WordRarity& ClusterModel::RarityOf(std::string_view language) const {
  const auto found = rarities.find(language.substr(0, language.find('-')));
  return found == rarities.end() ? rarities.at("") : found->second;
}

class Cluster::Memory {
 public:
  Memory(std::shared_ptr<const ClusterModel> model, const ClusterLimits& limits)
      : model_(std::move(model)),
        limits_(limits),
        versions_(pool_),
        stories_(model_->stories, limits.stories, pool_),
        texts_(limits.copies, pool_) {}

  Outcome Fold(const ArticleView& article);
  std::optional<ArticleState> StateOf(std::string_view uri) const;
  void Restore(std::string_view uri, std::optional<ArticleState> state);
  size_t SetMark() const { return undo_.size(); }
  void RollBack(size_t mark);
  void Settle();
  Timestamp now() const { return now_; }
  ClusterSizes Sizes() const;
  std::vector<std::string> MembersOf(std::string_view story_id) const;

 private:
  // Where the parts were before a Fold().
  struct Undo {
    Timestamp now;
    Versions::Mark versions;
    StoryIndex::Mark stories;
    TextWindow::Mark texts;
  };
  // One Fold() under way.
  struct Step {
    const ArticleView& article;
    const Reading& reading;
    StoryName last_story = {};  // that it was in when it left the window; number 0: none
    std::vector<Found> found = {};
    Outcome outcome = {};
  };

  void MakeRoom(Outcome* outcome);
  void LeaveWindow(const std::string& uri);
  std::vector<Found> FindLinks(const Step& step);
  void ActOnTarget(const Decision& decision, Step* step);
  void Withdraw(std::string_view uri, Counting counting);
  void Place(const Decision& decision, Step* step);
  std::string StoryToJoin(const Step& step, const std::string& target) const;
  void Relate(const Step& step, std::vector<std::string>* related);
  bool MayKeepWhatWasWrong(const Found& found, std::string_view source) const;
  uint32_t NoveltyOf(const CopyText& text, const CopyText* before, uint64_t story);
  void TellLinks(const Decision& decision, const std::optional<CopyText>& before, Step* step) const;
  void TellStory(std::string_view uri, Outcome* outcome) const;

  std::shared_ptr<const ClusterModel> model_;
  ClusterLimits limits_;
  std::shared_ptr<StringPool> pool_ = std::make_shared<StringPool>();
  Versions versions_;
  StoryIndex stories_;
  TextWindow texts_;
  Timestamp now_;
  WordSet words_;
  std::vector<Undo> undo_;
};

Outcome Cluster::Memory::Fold(const ArticleView& article) {
  const Reading reading = ReadArticle(article);
  Version version = MakeVersion(article, reading);
  Step step = {.article = article, .reading = reading};
  Outcome& outcome = step.outcome;
  outcome.is_embargoed = article.embargoed_until > std::max(now_, article.received);
  if (versions_.IsStale(version)) {
    outcome.change = Change::kStale;
    outcome.previous_version = versions_.VersionOf(article.uri);
    TellStory(article.uri, &outcome);
    return std::move(outcome);
  }
  undo_.push_back({now_, versions_.SetMark(), stories_.SetMark(), texts_.SetMark()});
  now_ = std::max(now_, article.received);
  MakeRoom(&outcome);
  const Versions::LastStory last = versions_.LastStoryOf(article.uri);
  step.last_story = {last.number, std::string(last.id)};
  if (!versions_.Knows(article.uri)) step.found = FindLinks(step);
  const std::vector<std::string_view> same_text = SameText(step.found);
  version.same_text = same_text;
  const Decision decision = versions_.Fold(version, now_);
  outcome.change = decision.change;
  outcome.previous_version = decision.previous_version;
  outcome.effects = decision.effects;
  outcome.effects_cut = decision.effects_cut;
  outcome.is_beyond_window = decision.is_beyond_memory;
  outcome.changed_states.insert(outcome.changed_states.end(), decision.touched.begin(), decision.touched.end());
  if (BringsText(decision.change)) {
    ActOnTarget(decision, &step);
    Place(decision, &step);
  } else if (decision.change != Change::kRepeated) {
    Withdraw(article.uri, Counting::kCounts);
  }
  TellStory(article.uri, &outcome);
  Relate(step, &outcome.related);
  if (decision.change != Change::kRepeated) outcome.sequence = stories_.ChangeOf(article.uri);
  auto& changed = outcome.changed_states;
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  return std::move(outcome);
}

// So few at a time that a long silence in the stream costs no record much; what is still there counts.
void Cluster::Memory::MakeRoom(Outcome* outcome) {
  const Timestamp window = Timestamp::FromMillis(now_.millis() - limits_.window_millis);
  const Timestamp thin = Timestamp::FromMillis(now_.millis() - limits_.thin_millis);
  size_t left = limits_.most_leaving;
  for (; left > 0; --left) {
    const std::optional<StoryIndex::OldestArticle> oldest = stories_.Oldest();
    if (!oldest || (oldest->time >= window && stories_.size() < limits_.most_articles)) break;
    outcome->changed_states.emplace_back(oldest->uri);
    LeaveWindow(outcome->changed_states.back());
  }
  for (; left > 0; --left) {
    const std::optional<std::string_view> oldest = versions_.Oldest();
    if (!oldest || stories_.Knows(*oldest)) break;
    if (versions_.TouchedAt(*oldest) >= thin && versions_.size() - stories_.size() < limits_.most_thin) break;
    outcome->changed_states.emplace_back(*oldest);
    versions_.Forget(outcome->changed_states.back());
  }
}

void Cluster::Memory::LeaveWindow(const std::string& uri) {
  const StoryName story = *stories_.StoryOf(uri);
  texts_.Take(uri);
  stories_.Forget(uri);
  versions_.SetLastStory(uri, story.id, story.number);
}

// The articles of the window that have words in common with it, the nearest first.
std::vector<Found> Cluster::Memory::FindLinks(const Step& step) {
  std::vector<Found> found;
  if (step.reading.text.size() == 0 || step.article.status != Status::kUsable) return found;
  for (std::string& uri : texts_.FindCandidates(step.reading.sample)) {
    if (uri == step.article.uri) continue;
    const KeptText& other = *texts_.Find(uri);
    Comparison comparison = CompareWithDays(step.reading, other, limits_.relations);
    if (comparison.relation == Relation::kNone) continue;
    found.push_back({.uri = std::move(uri), .comparison = std::move(comparison)});
    found.back().version = versions_.VersionOf(found.back().uri);
    found.back().is_embargoed = versions_.IsEmbargoed(found.back().uri, now_);
  }
  SortByNearness(&found);
  return found;
}

void Cluster::Memory::Withdraw(std::string_view uri, Counting counting) {
  texts_.Take(uri);
  stories_.Remove(uri, now_, counting);
}

void Cluster::Memory::ActOnTarget(const Decision& decision, Step* step) {
  if (decision.target.empty() || decision.target_action == Action::kCorrect) return;
  // The record's own change of the story tells of both.
  Withdraw(decision.target, Counting::kDoesNotCount);
  std::erase_if(step->found, [&](const Found& found) { return found.uri == decision.target; });
}

// Its original's, unless only that is under embargo; of the article that it corrects or kills in any case.
std::string Cluster::Memory::StoryToJoin(const Step& step, const std::string& target) const {
  if (!target.empty() && stories_.Knows(target)) return target;
  for (const Found& found : step.found) {
    const Relation relation = found.comparison.relation;
    if (found.is_embargoed && !step.outcome.is_embargoed) continue;
    if (IsCopy(relation) || relation == Relation::kRevised) return found.uri;
  }
  return {};
}

void Cluster::Memory::Place(const Decision& decision, Step* step) {
  const ArticleView& article = step->article;
  const Reading& reading = step->reading;
  std::optional<CopyText> before;
  if (const KeptText* kept = texts_.Find(article.uri)) before = kept->text;
  texts_.Take(article.uri);
  if (decision.change != Change::kNew) step->found = FindLinks(*step);
  const std::string same_as = StoryToJoin(*step, decision.target);
  const bool is_copy = std::any_of(step->found.begin(), step->found.end(),
                                   [](const Found& found) { return IsCopy(found.comparison.relation); });
  const Placement placement = stories_.Add(article.uri, now_, MakeVectors(article, model_->RarityOf(article.language)),
                                           {.same_as = same_as,
                                            .story = step->last_story.number,
                                            .new_id = NewStoryId(article.uri, step->last_story.id),
                                            .free_from = article.embargoed_until,
                                            .source = reading.source,
                                            .is_copy = is_copy,
                                            .language = reading.language});
  if (step->last_story.number != 0) versions_.SetLastStory(article.uri, "", 0);
  step->outcome.novelty = NoveltyOf(reading.text, before ? &*before : nullptr, placement.story.number);
  for (const StoryName& merged : placement.merged) step->outcome.merged.push_back(merged.id);
  step->outcome.kind = placement.is_new ? DuplicateKind::kOriginal : DuplicateKind::kSameStory;
  TellLinks(decision, before, step);
  for (const Found& found : step->found) {
    if (MayKeepWhatWasWrong(found, article.source)) versions_.AddCopy(found.uri, article.uri);
  }
  if (reading.text.size() == 0) return;
  texts_.Put(article.uri,
             {.sequence = stories_.LastSequenceOf(article.uri),
              .text = reading.text,
              .title = HeapText(article.title),
              .language = pool_->Intern(article.language),
              .day = reading.day,
              .is_short = reading.is_short},
             reading.sample);
}

// Whether an article of `source` is to be looked at again if `found` is corrected or withdrawn. Of one source, what rewrites an
// article replaces it; elsewhere, a rewritten one has kept all that it did not rewrite.
bool Cluster::Memory::MayKeepWhatWasWrong(const Found& found, std::string_view source) const {
  const Relation relation = found.comparison.relation;
  // Two articles of which nobody says where they are from are not of one house for that.
  if (relation == Relation::kRevised) return source.empty() || versions_.SourceOf(found.uri) != source;
  return IsCopy(relation) || relation == Relation::kContains;
}

uint32_t Cluster::Memory::NoveltyOf(const CopyText& text, const CopyText* before, uint64_t story) {
  words_.Clear();
  if (before != nullptr) words_.Add(*before);
  for (const KeptText* kept : texts_.FindAll(stories_.NewestOf(story))) words_.Add(kept->text);
  return words_.NewOf(text);
}

void Cluster::Memory::TellLinks(const Decision& decision, const std::optional<CopyText>& before, Step* step) const {
  Outcome& outcome = step->outcome;
  if (before) {
    Found own = {.uri = std::string(step->article.uri), .version = decision.previous_version};
    own.comparison = Compare(step->reading.text, *before, limits_.relations);
    outcome.links.push_back(MakeLink(own, step->reading));
  }
  if (!step->found.empty()) {
    const Found& nearest = step->found.front();
    outcome.kind = KindOf(nearest.comparison.relation);
    outcome.similarity = nearest.comparison.of_this;
    if (!nearest.is_embargoed || outcome.is_embargoed) outcome.duplicate_of = nearest.uri;
  }
  if (!decision.target.empty()) {
    outcome.kind = KindOf(decision.target_action);
    outcome.duplicate_of = decision.target;
    outcome.links.push_back(MakeTargetLink(decision, versions_.VersionOf(decision.target), step->found, step->reading));
  }
  for (const Found& found : step->found) {
    const bool is_hidden = found.is_embargoed && !outcome.is_embargoed;
    if (outcome.links.size() == limits_.most_links || is_hidden || found.uri == decision.target) continue;
    outcome.links.push_back(MakeLink(found, step->reading));
  }
}

// The story of a version, or of an article, that left the window, and those of other languages.
void Cluster::Memory::Relate(const Step& step, std::vector<std::string>* related) {
  const auto add = [&](std::string_view story) {
    if (story.empty() || story == step.outcome.story) return;
    if (std::find(related->begin(), related->end(), story) == related->end()) related->emplace_back(story);
  };
  add(step.last_story.id);
  if (BringsText(step.outcome.change)) {
    for (const StoryName& story : stories_.FindRelated(step.article.uri, now_)) add(story.id);
  }
  for (const Related& link : step.article.related) {
    if (!stories_.Knows(link.uri)) add(versions_.LastStoryOf(link.uri).id);
  }
}

void Cluster::Memory::TellStory(std::string_view uri, Outcome* outcome) const {
  const std::optional<StoryName> story = stories_.StoryOf(uri);
  if (!story) return;
  outcome->story = story->id;
  const StorySummary summary = stories_.Summarize(story->number, now_);
  outcome->articles = summary.articles;
  outcome->withdrawn = summary.withdrawn;
  outcome->sources = summary.sources;
  outcome->original_sources = summary.original_sources;
  outcome->first_seen = summary.first_seen;
  const KeptText* kept = summary.earliest ? texts_.Find(*summary.earliest) : nullptr;
  if (kept == nullptr) return;
  outcome->title = kept->title.view();
  outcome->title_language = kept->language.view();
  outcome->title_uri = std::string(*summary.earliest);
}

std::optional<ArticleState> Cluster::Memory::StateOf(std::string_view uri) const {
  std::optional<KnownArticle> known = versions_.Find(uri);
  if (!known) return std::nullopt;
  ArticleState state = {.known = *std::move(known)};
  state.story.story.number = std::exchange(state.known.last_story_number, 0);
  if (std::optional<StoryArticle> story = stories_.Find(uri)) state.story = *std::move(story);
  if (const KeptText* kept = texts_.Find(uri)) {
    state.text = kept->text;
    state.title = kept->title.view();
    state.language = kept->language.view();
    state.day = kept->day;
    state.is_short = kept->is_short;
  }
  return state;
}

void Cluster::Memory::Restore(std::string_view uri, std::optional<ArticleState> state) {
  std::optional<KeptText> text;
  if (state && state->text.size() > 0) {
    text = {.sequence = state->story.sequence,
            .text = std::move(state->text),
            .title = HeapText(state->title),
            .language = pool_->Intern(state->language),
            .day = state->day,
            .is_short = state->is_short};
  }
  const StringPool::Ref ref = pool_->Intern(uri);
  texts_.Restore(ref, std::move(text));
  stories_.Restore(ref, state && !state->is_thin() ? std::optional(std::move(state->story)) : std::nullopt);
  if (state) now_ = std::max(now_, state->known.touched);
  if (state && state->is_thin()) state->known.last_story_number = state->story.story.number;
  versions_.Restore(ref, state ? std::optional(std::move(state->known)) : std::nullopt);
}

void Cluster::Memory::RollBack(size_t mark) {
  if (mark >= undo_.size()) return;
  const Undo& undo = undo_[mark];
  now_ = undo.now;
  versions_.RollBack(undo.versions);
  stories_.RollBack(undo.stories);
  texts_.RollBack(undo.texts);
  undo_.resize(mark);
}

void Cluster::Memory::Settle() {
  undo_.clear();
  versions_.Settle();
  stories_.Settle();
  texts_.Settle();
}

ClusterSizes Cluster::Memory::Sizes() const {
  return {.articles = stories_.size(),
          .stories = stories_.stories(),
          .thin = versions_.size() - stories_.size(),
          .bytes = pool_->bytes() + versions_.bytes() + stories_.bytes() + texts_.bytes()};
}

std::vector<std::string> Cluster::Memory::MembersOf(std::string_view story_id) const {
  const std::optional<uint64_t> number = stories_.NumberOf(story_id);
  return number ? stories_.MembersOf(*number) : std::vector<std::string>{};
}

Cluster::Cluster(std::shared_ptr<const ClusterModel> model, const ClusterLimits& limits)
    : memory_(std::make_unique<Memory>(std::move(model), limits)) {}
Cluster::Cluster(Cluster&&) noexcept = default;
Cluster& Cluster::operator=(Cluster&&) noexcept = default;
Cluster::~Cluster() = default;

Outcome Cluster::Fold(const ArticleView& article) { return memory_->Fold(article); }
std::optional<ArticleState> Cluster::StateOf(std::string_view uri) const { return memory_->StateOf(uri); }
void Cluster::Restore(std::string_view uri, std::optional<ArticleState> state) {
  memory_->Restore(uri, std::move(state));
}
Cluster::Mark Cluster::SetMark() const { return memory_->SetMark(); }
void Cluster::RollBack(Mark mark) { memory_->RollBack(mark); }
void Cluster::Settle() { memory_->Settle(); }
Timestamp Cluster::now() const { return memory_->now(); }
ClusterSizes Cluster::Sizes() const { return memory_->Sizes(); }
std::vector<std::string> Cluster::MembersOf(std::string_view story_id) const { return memory_->MembersOf(story_id); }

}  // namespace marsad::cluster
