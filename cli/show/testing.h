// Records for the tests of this folder.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {

// Appends the words of `field`, cut at blanks, line feeds and full stops.
inline void AddWords(const std::string& field, v1::Tokens* tokens) {
  uint32_t previous_end = 0;
  for (size_t at = field.find_first_not_of(" \n."); at != std::string::npos;) {
    size_t end = std::min(field.find_first_of(" \n.", at), field.size());
    tokens->add_gap(static_cast<uint32_t>(at) - previous_end);
    tokens->add_length(static_cast<uint32_t>(end - at));
    previous_end = static_cast<uint32_t>(end);
    at = field.find_first_not_of(" \n.", end);
  }
}

inline v1::EnrichedArticle MakeArticle(const std::string& uri, const std::string& title, const std::string& body) {
  v1::EnrichedArticle article;
  article.mutable_article()->set_uri(uri);
  article.mutable_article()->set_version(1);
  article.mutable_article()->set_title(title);
  article.mutable_article()->set_body(body);
  article.mutable_text()->set_language("en");
  v1::Tokens* tokens = article.mutable_text()->mutable_tokens();
  AddWords(title, tokens);
  tokens->set_title_count(static_cast<uint32_t>(tokens->gap_size()));
  AddWords(body, tokens);
  return article;
}

inline v1::Entity* AddEntity(v1::EnrichedArticle* article, const std::string& id, const std::string& name) {
  v1::Entity* entity = article->add_entities();
  entity->set_type(v1::Entity::PER);
  entity->set_id(id);
  entity->set_name(name);
  entity->set_salience(500);
  return entity;
}

// A mention at the first occurrence of `surface` in the body.
inline v1::Mention* AddMention(v1::Entity* entity, const v1::EnrichedArticle& article, const std::string& surface) {
  size_t at = article.article().body().find(surface);
  v1::Mention* mention = entity->add_mentions();
  mention->set_surface(surface);
  mention->mutable_span()->set_field(v1::Span::BODY);
  mention->mutable_span()->set_begin(static_cast<uint32_t>(at));
  mention->mutable_span()->set_end(static_cast<uint32_t>(at + surface.size()));
  return mention;
}

}  // namespace marsad::cli
