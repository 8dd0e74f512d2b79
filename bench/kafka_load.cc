// Fills a topic with articles for the copiers, or counts what a topic holds.
//   kafka_load to=TOPIC records=N bootstrap.servers=...      N records of some 4 KB: EnrichedArticle with article only
//   kafka_load from=TOPIC bootstrap.servers=...              prints {"records": N, "keys": M}: committed records and
// distinct keys
#include <random>
#include <unordered_set>

#include "bench/kafka_bench.h"
#include "lib/base/utf8.h"
#include "lib/kafka/tools/producer.h"
#include "lib/kafka/tools/reader.h"
#include "marsad/v1/enriched.pb.h"

namespace {

using namespace marsad;  // NOLINT(google-build-using-namespace): a program, not a library

// Words of random Arabic letters, two bytes each: some 3.9 KB.
std::string Body(std::mt19937& random) {
  constexpr size_t kBytes = 3900;
  std::string body;
  while (body.size() < kBytes) {
    for (unsigned letters = 2 + random() % 7; letters > 0; --letters) {
      AppendUtf8(0x628 + random() % 19, &body);  // BEH to GHAIN
    }
    body += random() % 12 == 0 ? ".\n" : " ";
  }
  return body;
}

int Fail(const Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  return 1;
}

int Load(const bench::CopyArguments& arguments) {
  constexpr unsigned kSeed = 1;
  constexpr size_t kBodies = 1000;
  kafka::EventSink silence;
  auto producer = kafka::OpenProducer(arguments.properties, 1 << 20, silence);
  if (!producer) return Fail(producer.error());
  std::mt19937 random(kSeed);
  std::vector<std::string> bodies;
  for (size_t i = 0; i < kBodies; ++i) bodies.push_back(Body(random));
  v1::EnrichedArticle record;
  for (uint64_t i = 0; i < arguments.records; ++i) {
    record.mutable_article()->set_uri("urn:bench:" + std::to_string(i));
    record.mutable_article()->set_body(bodies[i % kBodies]);
    const std::string bytes = record.SerializeAsString();
    const kafka::Message message{.topic = arguments.to, .key = record.article().uri(), .value = bytes};
    if (auto sent = (*producer)->Send(message); !sent) return Fail(sent.error());
  }
  const auto flushed = (*producer)->Flush(std::chrono::seconds(60));
  return flushed ? 0 : Fail(flushed.error());
}

int Count(const bench::CopyArguments& arguments) {
  kafka::EventSink silence;
  auto reader = kafka::OpenReader({.properties = arguments.properties, .topic = arguments.from}, silence);
  if (!reader) return Fail(reader.error());
  uint64_t records = 0;
  std::unordered_set<std::string> keys;
  while (!(*reader)->at_end()) {
    auto record = (*reader)->Read(std::chrono::seconds(1));
    if (!record) return Fail(record.error());
    if (!*record) continue;
    ++records;
    keys.emplace((*record)->key.value_or(""));
  }
  std::printf("{\"records\": %llu, \"keys\": %zu}\n", static_cast<unsigned long long>(records), keys.size());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const bench::CopyArguments arguments = bench::ParseCopyArguments(argc, argv);
  return arguments.to.empty() ? Count(arguments) : Load(arguments);
}
