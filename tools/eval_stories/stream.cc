#include "tools/eval_stories/stream.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include "stages/cluster/language_key.h"

namespace marsad::eval_stories {
namespace {

// The uri of the last live article with that body.
class LastOfBody {
 public:
  std::string Find(const Item& item) {
    if (item.body_hash == 0) return {};
    const Item*& last = last_[item.body_hash];
    const bool is_live = last != nullptr && item.time.millis() - last->time.millis() <= kWindowMillis;
    std::string uri = is_live ? last->uri : std::string();
    last = &item;
    return uri;
  }

 private:
  std::unordered_map<uint64_t, const Item*> last_;
};

double Jaccard(const std::set<uint32_t>& a, const std::set<uint32_t>& b) {
  std::vector<uint32_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  const size_t all = a.size() + b.size() - both.size();
  return all == 0 ? 0 : static_cast<double>(both.size()) / static_cast<double>(all);
}

uint64_t Resolve(const std::map<uint64_t, uint64_t>& ended_in, uint64_t story) {
  for (auto next = ended_in.find(story); next != ended_in.end(); next = ended_in.find(story)) story = next->second;
  return story;
}

}  // namespace

Streamed StreamStories(const std::vector<Item>& items, const cluster::StoryModel& model) {
  cluster::StoryIndex index(model);
  LastOfBody bodies;
  std::map<uint64_t, uint64_t> ended_in;
  Streamed streamed;
  for (const Item& item : items) {
    index.Expire(Timestamp::FromMillis(item.time.millis() - kWindowMillis));
    const std::string same = bodies.Find(item);
    const cluster::Placement placement = index.Add(
        item.uri, item.time, item.vectors, {.same_as = same, .language = cluster::LanguageKey(item.words.language)});
    for (const cluster::StoryName& ended : placement.merged) ended_in[ended.number] = placement.story.number;
    streamed.emitted.gold.push_back(item.story);
    streamed.emitted.predicted.push_back(placement.story.number);
    streamed.related.emplace_back();
    for (const cluster::StoryName& story : index.FindRelated(item.uri, item.time)) {
      streamed.related.back().push_back(story.number);
    }
    index.Settle();
  }
  streamed.merged = streamed.emitted;
  for (uint64_t& story : streamed.merged.predicted) story = Resolve(ended_in, story);
  return streamed;
}

Labels StreamAlone(const std::vector<Item>& items) {
  Labels labels;
  for (const Item& item : items) {
    labels.gold.push_back(item.story);
    labels.predicted.push_back(labels.predicted.size());
  }
  return labels;
}

Labels StreamExact(const std::vector<Item>& items) {
  LastOfBody bodies;
  std::map<std::string, uint64_t> stories;
  Labels labels;
  for (const Item& item : items) {
    const std::string same = bodies.Find(item);
    const uint64_t story = same.empty() ? labels.predicted.size() : stories.at(same);
    stories[item.uri] = story;
    labels.gold.push_back(item.story);
    labels.predicted.push_back(story);
  }
  return labels;
}

Labels StreamTitles(const std::vector<Item>& items, double least) {
  std::vector<std::set<uint32_t>> titles;
  Labels labels;
  for (const Item& item : items) {
    std::set<uint32_t> words;
    for (const cluster::Token& word : item.words.title) words.insert(word.hash);
    uint64_t story = labels.predicted.size();
    double best = least;
    for (size_t i = titles.size(); i-- > 0 && item.time.millis() - items[i].time.millis() <= kWindowMillis;) {
      const double shared = Jaccard(words, titles[i]);
      if (shared < best || (shared == best && story != labels.predicted.size())) continue;
      best = shared;
      story = labels.predicted[i];
    }
    titles.push_back(std::move(words));
    labels.gold.push_back(item.story);
    labels.predicted.push_back(story);
  }
  return labels;
}

}  // namespace marsad::eval_stories
