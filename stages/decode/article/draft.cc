#include "stages/decode/article/draft.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "stages/decode/article/bounds.h"

namespace marsad::decode {
namespace {

constexpr size_t kLongestSuffix = 200;  // bytes of a title in an identity

const std::string& IdentityOf(const Draft& draft) { return draft.uri.empty() ? draft.url : draft.uri; }

std::string TitleOf(const Draft& draft) {
  return CutText(draft.title.empty() ? draft.body : draft.title, kLongestSuffix);
}

// Whether they are one article: in numbered versions, or once more.
bool AreOne(const std::vector<Draft*>& drafts) {
  const Draft& first = *drafts.front();
  return std::ranges::any_of(drafts, [](const Draft* draft) { return draft->version.has_value(); }) ||
         std::ranges::all_of(
             drafts, [&](const Draft* draft) { return draft->title == first.title && draft->body == first.body; });
}

void Distinguish(const std::vector<Draft*>& drafts) {
  if (drafts.size() < 2 || AreOne(drafts)) return;
  std::set<std::string> pages;
  for (const Draft* draft : drafts) pages.insert(draft->url);
  const bool by_page = pages.size() == drafts.size();
  for (Draft* draft : drafts) {
    const std::string& suffix = by_page ? draft->url : TitleOf(*draft);
    draft->uri = IdentityOf(*draft) + '#' + suffix;
  }
}

}  // namespace

Drafts Drafts::One(Draft draft) {
  Drafts drafts;
  BoundDescription(&draft);
  drafts.drafts.push_back(std::move(draft));
  return drafts;
}

void Drafts::DistinguishItems() {
  std::unordered_map<std::string, std::vector<Draft*>> by_identity;
  for (Draft& draft : drafts) {
    if (!IdentityOf(draft).empty() && draft.pub_status != PubStatus::kCanceled)
      by_identity[IdentityOf(draft)].push_back(&draft);
  }
  for (const auto& [identity, same] : by_identity) Distinguish(same);
}

void Drafts::Add(OrRefusal<Draft> read, size_t feed_items) {
  is_list = true;
  if (IsFull(feed_items)) {
    ++beyond;
    return;
  }
  const auto index = static_cast<uint32_t>(drafts.size() + refused.size());
  if (read) {
    read->index = index;
    BoundDescription(&*read);
    drafts.push_back(std::move(*read));
  } else {
    refused.push_back({index, std::move(read.error())});
  }
}

void Draft::CutFront(TextField field, size_t bytes) {
  const auto moved = static_cast<uint32_t>(bytes);
  (field == TextField::kTitle ? title : body).erase(0, bytes);
  for (Marked& mark : markup) {
    if (mark.field != field) continue;
    mark.begin -= std::min(mark.begin, moved);
    mark.end -= std::min(mark.end, moved);
  }
}

}  // namespace marsad::decode
