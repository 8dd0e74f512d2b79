#include "stages/cluster/versions.h"

#include <algorithm>
#include <array>
#include <deque>
#include <set>
#include <tuple>
#include <utility>

#include "lib/text/fold.h"
#include "stages/cluster/word_hash.h"

namespace marsad::cluster {
namespace {

// Of a version against the one that is known.
enum class Order : uint8_t {
  kOlder,
  kSame,   // its number or time says so: only the place in the stream tells them apart
  kLater,  // neither has a number or time that could be compared: its place decides
  kNewer,
};

Order Compare(const Version& version, const KnownArticle& known) {
  const bool numbered = version.version != 0 && known.version != 0;
  if (numbered && version.version != known.version) {
    return version.version < known.version ? Order::kOlder : Order::kNewer;
  }
  const bool dated = version.updated.known() && known.updated.known();
  if (dated && version.updated != known.updated) {
    return version.updated < known.updated ? Order::kOlder : Order::kNewer;
  }
  if (version.origin == known.origin && version.offset < known.offset) return Order::kOlder;
  return numbered || dated ? Order::kSame : Order::kLater;
}

// Of a source's title. Two hashes of 32 bits: a kill that meets another title of the same source must not happen.
uint64_t HashTitle(std::string_view source, std::string_view title_key) {
  const std::string both = std::string(source) + '\n' + std::string(title_key);
  return static_cast<uint64_t>(HashWord(title_key)) << 32 | HashWord(both);
}

bool NamesTitleOf(const Version& version, const KnownArticle& known) {
  return std::any_of(version.named_titles.begin(), version.named_titles.end(), [&](const std::string& title) {
    return std::count(known.titles.begin(), known.titles.end(), HashTitle(known.source, title)) != 0;
  });
}

Change ChangeOfFirst(Status status) {
  if (status == Status::kCanceled) return Change::kWithdrawn;
  return status == Status::kWithheld ? Change::kHeld : Change::kNew;
}

// Of the text of a usable version.
Change ChangeOfText(const Version& version, const KnownArticle& known) {
  if (version.text_hash == known.text_hash) return Change::kRepeated;
  const bool corrects = version.is_correction || version.marker == MarkerKind::kCorrection;
  return corrects ? Change::kCorrected : Change::kUpdated;
}

Change Judge(const Version& version, const KnownArticle& known) {
  const Order order = Compare(version, known);
  if (order == Order::kOlder) return Change::kStale;
  if (version.status != Status::kUsable) return ChangeOfFirst(version.status);
  if (version.marker == MarkerKind::kWithdrawal && NamesTitleOf(version, known)) return Change::kWithdrawn;
  if (version.marker == MarkerKind::kHold && NamesTitleOf(version, known)) return Change::kHeld;
  if (known.status == Status::kUsable) return ChangeOfText(version, known);
  // What was killed must not come back because somebody sends it once more.
  return order == Order::kSame ? Change::kStale : Change::kRestored;
}

Status StatusAfter(Change change) {
  if (change == Change::kWithdrawn) return Status::kCanceled;
  return change == Change::kHeld ? Status::kWithheld : Status::kUsable;
}

std::optional<Action> ActionOnItself(Change change) {
  switch (change) {
    case Change::kCorrected:
      return Action::kCorrect;
    case Change::kWithdrawn:
      return Action::kWithdraw;
    case Change::kHeld:
      return Action::kHold;
    case Change::kRestored:
      return Action::kRestore;
    default:
      return std::nullopt;
  }
}

std::optional<Action> ActionOfMarker(const Version& version) {
  if (version.marker == MarkerKind::kWithdrawal) return Action::kWithdraw;
  if (version.marker == MarkerKind::kHold) return Action::kHold;
  if (version.is_correction || version.marker == MarkerKind::kCorrection) return Action::kCorrect;
  return std::nullopt;
}

// How formats name what an article does to one that it is linked to, folded, without the prefix of a vocabulary.
struct RelationName {
  std::string_view name;
  Action action;
};
constexpr std::array<RelationName, 12> kRelationNames = {{{"correction", Action::kCorrect},
                                                          {"corrects", Action::kCorrect},
                                                          {"correctionof", Action::kCorrect},
                                                          {"iscorrectionof", Action::kCorrect},
                                                          {"kill", Action::kWithdraw},
                                                          {"kills", Action::kWithdraw},
                                                          {"withdrawal", Action::kWithdraw},
                                                          {"withdraws", Action::kWithdraw},
                                                          {"cancels", Action::kWithdraw},
                                                          {"retracts", Action::kWithdraw},
                                                          {"hold", Action::kHold},
                                                          {"holds", Action::kHold}}};

std::optional<Action> ActionOfRelation(std::string_view relation) {
  const std::string folded = text::FoldText(relation.substr(relation.find(':') + 1));
  const auto* const found = std::find_if(kRelationNames.begin(), kRelationNames.end(),
                                         [&](const RelationName& name) { return name.name == folded; });
  if (found == kRelationNames.end()) return std::nullopt;
  return found->action;
}

// Whether copies elsewhere may have kept what was wrong.
bool ConcernsCopies(Action action) { return action == Action::kWithdraw || action == Action::kCorrect; }

bool IsEmbargoedAt(Timestamp until, Timestamp now) { return until.known() && now < until; }

void KeepLast(size_t most, uint64_t title, std::vector<uint64_t>* titles) {
  std::erase(*titles, title);
  titles->push_back(title);
  if (titles->size() > most) titles->erase(titles->begin());
}

}  // namespace

std::optional<KnownArticle> Versions::Find(std::string_view uri) const {
  const Kept* known = Look(uri);
  return known == nullptr ? std::nullopt : std::optional(Unpack(*known));
}

uint64_t Versions::VersionOf(std::string_view uri) const {
  const Kept* known = Look(uri);
  return known == nullptr ? 0 : known->version;
}

std::string_view Versions::SourceOf(std::string_view uri) const {
  const Kept* known = Look(uri);
  return known == nullptr ? std::string_view() : known->source.view();
}

Timestamp Versions::TouchedAt(std::string_view uri) const {
  const Kept* known = Look(uri);
  return known == nullptr ? Timestamp() : known->touched;
}

Versions::LastStory Versions::LastStoryOf(std::string_view uri) const {
  const Kept* known = Look(uri);
  return known == nullptr ? LastStory() : LastStory{known->last_story.view(), known->last_story_number};
}

bool Versions::IsEmbargoed(std::string_view uri, Timestamp now) const {
  const Kept* known = Look(uri);
  return known != nullptr && IsEmbargoedAt(known->embargoed_until(), now);
}

std::optional<std::string_view> Versions::Oldest() const {
  return by_age_.empty() ? std::nullopt : std::optional(pool_->At(by_age_.front()));
}

Decision Versions::Fold(const Version& version, Timestamp now) {
  Decision decision = {.is_embargoed = IsEmbargoedAt(version.embargoed_until, now)};
  const size_t before = journal_.size();
  const std::optional<KnownArticle> known = Find(version.uri);
  decision.previous_version = known ? known->version : 0;
  decision.change = known ? Judge(version, *known) : ChangeOfFirst(version.status);
  decision.is_beyond_memory = !known && version.status != Status::kUsable;
  if (decision.change == Change::kStale) return decision;
  if (const std::optional<Action> action = ActionOnItself(decision.change)) {
    AddEffects(version.uri, *action, version.uri, &decision);
  }
  Accept(version, decision.change, now);
  if (decision.change == Change::kNew) ActOnTarget(version, now, &decision);
  for (size_t i = before; i < journal_.size(); ++i) decision.touched.emplace_back(journal_[i].uri.view());
  std::sort(decision.touched.begin(), decision.touched.end());
  decision.touched.erase(std::unique(decision.touched.begin(), decision.touched.end()), decision.touched.end());
  return decision;
}

void Versions::ActOnTarget(const Version& version, Timestamp now, Decision* decision) {
  const std::optional<Target> target = FindTarget(version);
  if (!target) return;
  AddEffects(target->uri, target->action, version.uri, decision);
  decision->target = target->uri;
  decision->target_action = target->action;
  KnownArticle changed = Find(target->uri).value();
  if (target->action == Action::kWithdraw) changed.status = Status::kCanceled;
  if (target->action == Action::kHold && changed.status == Status::kUsable) changed.status = Status::kWithheld;
  changed.touched = now;
  Replace(target->uri, changed);
}

void Versions::Accept(const Version& version, Change change, Timestamp now) {
  KnownArticle article = Find(version.uri).value_or(KnownArticle{});
  if (!version.source.empty()) article.source = version.source;
  // A null value has neither number nor time: what the killed version had still tells what is older.
  if (version.version != 0) article.version = version.version;
  if (version.updated.known()) article.updated = version.updated;
  article.origin = version.origin;
  article.offset = version.offset;
  article.status = StatusAfter(change);
  article.touched = now;
  const bool has_text = !version.title_key.empty() || version.text_hash != 0;
  if (has_text || version.status == Status::kUsable) {
    article.text_hash = version.text_hash;
    article.embargoed_until = version.embargoed_until;
  }
  if (!version.title_key.empty()) {
    KeepLast(kMostTitles, HashTitle(article.source, version.title_key), &article.titles);
  }
  Replace(version.uri, article);
}

// What is to be done with `uri` and, since they may have kept what was wrong, with its copies and theirs; not with `actor`.
void Versions::AddEffects(std::string_view uri, Action action, std::string_view actor, Decision* decision) const {
  const Kept* known = Look(uri);
  decision->effects.push_back({std::string(uri), known == nullptr ? 0 : known->version, action});
  if (known == nullptr || !ConcernsCopies(action)) return;
  std::set<Id> seen = {known->uri.id(), pool_->Find(actor)};
  const std::vector<Id> copies = CopiesOf(known->uri.id());
  std::deque<Id> waiting(copies.begin(), copies.end());
  for (; !waiting.empty(); waiting.pop_front()) {
    const Id next = waiting.front();
    const Kept* copy = Look(next);
    if (copy == nullptr || !seen.insert(next).second) continue;
    const std::vector<Id> further = CopiesOf(next);
    waiting.insert(waiting.end(), further.begin(), further.end());
    if (copy->status == Status::kCanceled) continue;
    if (decision->effects.size() == kMostEffects) {
      decision->effects_cut = true;
      return;
    }
    decision->effects.push_back({std::string(copy->uri.view()), copy->version, Action::kReview});
  }
}

bool Versions::MayActOn(const Version& version, std::string_view uri) const {
  const Kept* known = Look(uri);
  return known != nullptr && uri != version.uri && !version.source.empty() && known->source.view() == version.source;
}

// The uri of the same source that was changed last of those that have a title that `version` names.
std::optional<std::string> Versions::FindTitled(const Version& version) const {
  for (const std::string& name : version.named_titles) {
    const uint64_t title = HashTitle(version.source, name);
    const Kept* newest = nullptr;
    by_title_.ForEach(TagOf(title), [&](Id id) {
      const Kept& known = articles_[id];
      bool has_it = false;
      ForEachTitle(known, [&](uint64_t each) { has_it = has_it || each == title; });
      if (!has_it || !MayActOn(version, known.uri.view())) return;
      const auto rank = [](const Kept& kept) { return std::tuple(kept.touched, kept.offset); };
      const bool is_newer = newest == nullptr || rank(*newest) < rank(known) ||
                            (rank(*newest) == rank(known) && known.uri.view() < newest->uri.view());
      if (is_newer) newest = &known;
    });
    if (newest != nullptr) return std::string(newest->uri.view());
  }
  return std::nullopt;
}

std::optional<Versions::Target> Versions::FindTarget(const Version& version) const {
  const std::optional<Action> marked = ActionOfMarker(version);
  for (const Related& related : version.related) {
    const std::optional<Action> said = ActionOfRelation(related.relation);
    const std::optional<Action> action = said ? said : marked;
    if (action && MayActOn(version, related.uri)) return Target{std::string(related.uri), *action};
  }
  if (!marked) return std::nullopt;
  // A correction has the text of what it corrects, and often another title; a kill has no text but names the title.
  if (*marked == Action::kCorrect) {
    for (const std::string_view uri : version.same_text) {
      if (MayActOn(version, uri)) return Target{std::string(uri), *marked};
    }
  }
  const std::optional<std::string> titled = FindTitled(version);
  if (!titled) return std::nullopt;
  return Target{*titled, *marked};
}

void Versions::AddCopy(std::string_view original, std::string_view copy) {
  std::optional<KnownArticle> known = Find(copy);
  if (!known || original == copy || Look(original) == nullptr) return;
  if (known->copy_of.size() == kMostOriginals) return;
  if (std::find(known->copy_of.begin(), known->copy_of.end(), original) != known->copy_of.end()) return;
  known->copy_of.emplace_back(original);
  Replace(copy, known);
}

// Sorted by what they say.
std::vector<Versions::Id> Versions::CopiesOf(Id uri) const {
  std::vector<Id> copies;
  copies_.ForEach(uri, [&](Id copy) { copies.push_back(copy); });
  std::sort(copies.begin(), copies.end(), [this](Id a, Id b) { return pool_->At(a) < pool_->At(b); });
  return copies;
}

bool Versions::IsStale(const Version& version) const {
  const std::optional<KnownArticle> known = Find(version.uri);
  return known && Judge(version, *known) == Change::kStale;
}

void Versions::SetLastStory(std::string_view uri, std::string_view story, uint64_t number) {
  KnownArticle changed = Find(uri).value();
  changed.last_story = story;
  changed.last_story_number = number;
  Replace(uri, changed);
}

void Versions::Forget(std::string_view uri) { Replace(uri, std::nullopt); }

void Versions::Restore(const StringPool::Ref& uri, std::optional<KnownArticle> article) {
  Set(uri.id(), article ? Pack(uri, *article) : Kept());
}

std::vector<std::string> Versions::Expire(Timestamp time) {
  std::vector<std::string> gone;
  while (!by_age_.empty() && articles_[by_age_.front()].touched < time) {
    gone.emplace_back(pool_->At(by_age_.front()));
    Replace(gone.back(), std::nullopt);
  }
  return gone;
}

}  // namespace marsad::cluster
