// Posts of a live blog: four lines or more, and as many as a third of the paragraphs, begin with times of day, in their order.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "stages/summarize/facts.h"
#include "stages/summarize/lead.h"
#include "stages/summarize/title_words.h"

namespace marsad::summarize {

// The lines of each, the newest first; empty: the article is none.
std::vector<text::OriginalSpan> LivePosts(const Article& article);

// The first of `sentences` in each of `posts`.
std::vector<text::OriginalSpan> FirstOfPosts(std::span<const text::OriginalSpan> posts,
                                             std::span<const text::OriginalSpan> sentences);

// Those that tell most come first, of those that tell about as much the newest; one that tells again in other words what a
// newer one before it tells goes. `posts` are given the newest first.
void RankPosts(const TitleWords& title, const Article& article, std::vector<Facts>* posts);

// Of `candidates`, in their order, those in the list: the ones that tell much come first.
void RankItems(const TitleWords& title, std::span<const text::OriginalSpan> items, std::vector<Facts>* candidates);

}  // namespace marsad::summarize
