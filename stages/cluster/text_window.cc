#include "stages/cluster/text_window.h"

#include <algorithm>

#include "stages/cluster/reading.h"

namespace marsad::cluster {
size_t TextWindow::BytesOf(const KeptText& text) { return text.text.bytes() + text.title.bytes(); }

size_t TextWindow::bytes() const {
  return index_.bytes() + places_.size() * sizeof(places_[0]) + (entries_.size() + restored_.size()) * sizeof(Entry) +
         text_bytes_;
}

void TextWindow::SetPlace(StringPool::Id uri, uint64_t place) {
  if (uri >= places_.size()) places_.resize(size_t{uri} + 1, kNowhere);
  if (places_[uri] != kNowhere) --size_;
  if (place != kNowhere) ++size_;
  places_[uri] = place;
}

TextWindow::Entry& TextWindow::At(uint64_t place) {
  return (place & kRestored) != 0 ? restored_[place & ~kRestored] : entries_[place - index_.begin()];
}

// `number` is the index's, one more than that of the last one that is kept.
void TextWindow::Keep(uint64_t number, Entry entry) {
  SetPlace(entry.uri.id(), number);
  newest_ = std::max(newest_, entry.text.sequence);
  entries_.push_back(std::move(entry));
}

TextWindow::Entry TextWindow::TakeOut(uint64_t place) {
  if ((place & kRestored) == 0) index_.Remove(place, SampleOf(At(place).text.text));
  Entry entry = std::exchange(At(place), {});
  text_bytes_ -= BytesOf(entry.text);
  SetPlace(entry.uri.id(), kNowhere);
  return entry;
}

void TextWindow::Put(std::string_view uri, KeptText text, const Sample& sample) {
  IndexRestored();
  const StringPool::Ref ref = pool_->Intern(uri);
  text_bytes_ += BytesOf(text);
  Keep(index_.Add(sample), {.uri = ref, .text = std::move(text)});
  journal_.push_back({.uri = ref});
}

void TextWindow::Take(std::string_view uri) {
  const StringPool::Id id = pool_->Find(uri);
  if (PlaceOf(id) == kNowhere) return;
  IndexRestored();
  const uint64_t number = PlaceOf(id);
  Entry entry = TakeOut(number);
  journal_.push_back({.uri = std::move(entry.uri), .number = number, .before = std::move(entry.text)});
}

// All of the memory of one step comes at once.
std::vector<const KeptText*> TextWindow::FindAll(std::span<const StringPool::Id> uris) const {
  for (const StringPool::Id uri : uris) {
    if (uri < places_.size()) __builtin_prefetch(&places_[uri]);
  }
  std::vector<const KeptText*> texts;
  for (const StringPool::Id uri : uris) {
    const KeptText* const text = FindById(uri);
    if (text == nullptr) continue;
    __builtin_prefetch(text);
    texts.push_back(text);
  }
  for (const KeptText* text : texts) text->text.Prefetch();
  return texts;
}

const KeptText* TextWindow::FindById(StringPool::Id uri) const {
  const uint64_t place = PlaceOf(uri);
  if (place == kNowhere) return nullptr;
  return (place & kRestored) != 0 ? &restored_[place & ~kRestored].text : &entries_[place - index_.begin()].text;
}

std::vector<std::string> TextWindow::FindCandidates(const Sample& sample) {
  IndexRestored();
  std::vector<std::string> uris;
  for (const Candidate& candidate : index_.Find(sample)) uris.emplace_back(At(candidate.article).uri.view());
  return uris;
}

void TextWindow::RollBack(Mark mark) {
  while (journal_.size() > mark) {
    Undo undo = std::move(journal_.back());
    journal_.pop_back();
    const StringPool::Id id = undo.uri.id();
    if (undo.before) {
      index_.Revive(undo.number, SampleOf(undo.before->text));
      text_bytes_ += BytesOf(*undo.before);
      At(undo.number) = {.uri = std::move(undo.uri), .text = std::move(*undo.before)};
      SetPlace(id, undo.number);
    } else {
      index_.UndoAdd(SampleOf(entries_.back().text.text));
      text_bytes_ -= BytesOf(entries_.back().text);
      entries_.pop_back();
      SetPlace(id, kNowhere);
    }
  }
}

void TextWindow::Settle() {
  journal_.clear();
  for (; !entries_.empty() && !entries_.front().uri; entries_.pop_front()) index_.ExpireBefore(index_.begin() + 1);
}

void TextWindow::Restore(const StringPool::Ref& uri, std::optional<KeptText> text) {
  if (const uint64_t place = PlaceOf(uri.id()); place != kNowhere) TakeOut(place);
  if (!text) return;
  SetPlace(uri.id(), kRestored | restored_.size());
  text_bytes_ += BytesOf(*text);
  restored_.push_back({.uri = uri, .text = *std::move(text)});
}

// What is found depends on the order of the numbers, so those that came too late for it make the index anew.
void TextWindow::IndexRestored() {
  if (restored_.empty()) return;
  std::deque<Entry> entries = std::exchange(restored_, {});
  std::erase_if(entries, [](const Entry& entry) { return !entry.uri; });
  const auto is_late = [this](const Entry& entry) { return entry.text.sequence <= newest_; };
  if (std::any_of(entries.begin(), entries.end(), is_late)) {
    index_ = CopyIndex(options_);
    for (Entry& entry : std::exchange(entries_, {})) {
      if (entry.uri) entries.push_back(std::move(entry));
    }
  }
  std::vector<Entry*> order;
  order.reserve(entries.size());
  for (Entry& entry : entries) order.push_back(&entry);
  std::sort(order.begin(), order.end(),
            [](const Entry* a, const Entry* b) { return a->text.sequence < b->text.sequence; });
  uint64_t number = index_.end();
  const auto sample_of = [&order](size_t i) { return SampleOf(order[i]->text.text); };
  if (index_.begin() == index_.end()) {
    index_.Build(order.size(), sample_of);
  } else {
    for (size_t i = 0; i < order.size(); ++i) index_.Add(sample_of(i));
  }
  for (Entry* entry : order) Keep(number++, std::move(*entry));
}

}  // namespace marsad::cluster
