// One article on the page.
#pragma once

#include <string>

namespace marsad::v1 {
class DeadLetter;
class EnrichedArticle;
class Entity;
}  // namespace marsad::v1

namespace marsad::cli {

// What became of an article beside itself.
struct CardContext {
  const v1::EnrichedArticle* replaces = nullptr;  // the version that this one corrects
  bool killed = false;
};

// What an article is to earlier ones, and what is to be done about them, as paragraphs; empty if cluster did not see it.
std::string StoryLines(const v1::EnrichedArticle& article);

std::string ArticleCard(const v1::EnrichedArticle& article, const CardContext& context);
std::string DeadLetterCard(const v1::DeadLetter& letter);

// The class of an entity's colour: per, org, loc or misc.
std::string TypeClass(const v1::Entity& entity);

}  // namespace marsad::cli
