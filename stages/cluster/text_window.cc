#include "stages/cluster/text_window.h"

#include <algorithm>
#include <utility>

#include "stages/cluster/reading.h"

namespace marsad::cluster {

void TextWindow::Index(const std::string& uri, Entry* entry, const Sample& sample) {
  entry->number = index_.Add(sample);
  uris_.push_back(uri);
  newest_ = std::max(newest_, entry->text.sequence);
}

void TextWindow::TakeOut(uint64_t number) {
  if (number == kNotIndexed) return;
  index_.Remove(number);
  uris_[number - index_.begin()].clear();
}

void TextWindow::Put(std::string_view uri, KeptText text, const Sample& sample) {
  IndexRestored();
  const std::string key(uri);
  Entry& entry = texts_[key];
  entry.text = std::move(text);
  Index(key, &entry, sample);
  journal_.push_back({.uri = key});
}

void TextWindow::Take(std::string_view uri) {
  const auto found = texts_.find(std::string(uri));
  if (found == texts_.end()) return;
  IndexRestored();
  TakeOut(found->second.number);
  journal_.push_back({.uri = found->first, .before = std::move(found->second)});
  texts_.erase(found);
}

const KeptText* TextWindow::Find(std::string_view uri) const {
  const auto found = texts_.find(std::string(uri));
  return found == texts_.end() ? nullptr : &found->second.text;
}

std::vector<std::string> TextWindow::FindCandidates(const Sample& sample) {
  IndexRestored();
  std::vector<std::string> uris;
  for (const Candidate& candidate : index_.Find(sample)) uris.push_back(uris_[candidate.article - index_.begin()]);
  return uris;
}

void TextWindow::RollBack(Mark mark) {
  while (journal_.size() > mark) {
    Undo undo = std::move(journal_.back());
    journal_.pop_back();
    if (undo.before) {
      index_.Revive(undo.before->number);
      uris_[undo.before->number - index_.begin()] = undo.uri;
      texts_[undo.uri] = std::move(*undo.before);
    } else {
      index_.UndoAdd();
      uris_.pop_back();
      texts_.erase(undo.uri);
    }
  }
}

void TextWindow::Settle() {
  journal_.clear();
  for (; !uris_.empty() && uris_.front().empty(); uris_.pop_front()) index_.ExpireBefore(index_.begin() + 1);
}

void TextWindow::Restore(std::string_view uri, std::optional<KeptText> text) {
  const std::string key(uri);
  const auto found = texts_.find(key);
  if (found != texts_.end()) {
    TakeOut(found->second.number);
    texts_.erase(found);
  }
  if (!text) return;
  texts_[key].text = std::move(*text);
  restored_.push_back(key);
}

// What is found depends on the order of the numbers, so those that came too late for it make the index anew.
void TextWindow::IndexRestored() {
  if (restored_.empty()) return;
  std::vector<std::pair<uint64_t, const std::string*>> order;
  bool is_in_order = true;
  for (const std::string& uri : restored_) {
    const auto found = texts_.find(uri);
    if (found == texts_.end() || found->second.number != kNotIndexed) continue;
    is_in_order = is_in_order && found->second.text.sequence > newest_;
    order.emplace_back(found->second.text.sequence, &found->first);
  }
  if (!is_in_order) {
    index_ = CopyIndex(options_);
    uris_.clear();
    order.clear();
    for (const auto& [uri, entry] : texts_) order.emplace_back(entry.text.sequence, &uri);
  }
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  order.erase(std::unique(order.begin(), order.end()), order.end());
  for (const auto& [sequence, uri] : order) {
    Entry& entry = texts_.at(*uri);
    Index(*uri, &entry, SampleOf(entry.text.text));
  }
  restored_.clear();
}

}  // namespace marsad::cluster
