#include "lib/kafka/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace marsad::kafka {
namespace {

using testing::HasSubstr;
using testing::Not;

const ClientOptions kOptions = {.properties = {{"bootstrap.servers", "a:1"}, {"session.timeout.ms", "6000"}},
                                .pipeline = "news",
                                .stage = "tag",
                                .ordinal = 2,
                                .thread = 1,
                                .max_record_bytes = 1000000};

TEST(Settings, IdsAreStableAndDistinct) {
  EXPECT_EQ(GroupId(kOptions), "news-tag");
  EXPECT_EQ(MemberId(kOptions), "news-tag-2-1");
}

TEST(Settings, ConsumerReadsCommittedAndNeverCommitsByItself) {
  Properties settings = ConsumerSettings(kOptions);
  EXPECT_EQ(settings["group.id"], "news-tag");
  EXPECT_EQ(settings["group.instance.id"], "news-tag-2-1");
  EXPECT_EQ(settings["isolation.level"], "read_committed");
  EXPECT_EQ(settings["enable.auto.commit"], "false");
  EXPECT_EQ(settings["enable.auto.offset.store"], "false");
  EXPECT_EQ(settings["partition.assignment.strategy"], "range");
  EXPECT_EQ(settings["session.timeout.ms"], "6000") << "the user's wins over the default";
}

// Or a step would take the end of what is committed for the end: what an open transaction wrote would be missed.
TEST(Settings, AStateTopicIsReadAsCommittedAndMeasuredWithAllThatIsOpen) {
  Properties reader = StateReaderSettings(kOptions);
  Properties end = StateEndSettings(kOptions);
  EXPECT_EQ(reader["isolation.level"], "read_committed");
  EXPECT_EQ(end["isolation.level"], "read_uncommitted");
  for (Properties* settings : {&reader, &end}) {
    EXPECT_EQ((*settings)["auto.offset.reset"], "earliest");
    EXPECT_EQ((*settings)["allow.auto.create.topics"], "false");
    EXPECT_EQ((*settings)["enable.auto.commit"], "false");
    EXPECT_FALSE(settings->contains("group.instance.id")) << "it is no member of the group";
  }
  EXPECT_NE(reader["client.id"], end["client.id"]);
}

TEST(Settings, DynamicMembersHaveNoInstanceId) {
  ClientOptions options = kOptions;
  options.static_membership = false;
  EXPECT_FALSE(ConsumerSettings(options).contains("group.instance.id"));
}

TEST(Settings, ProducerPartitionsAsJavaDoesAndRetriesFast) {
  Properties settings = TransactionalProducerSettings(kOptions);
  EXPECT_EQ(settings["transactional.id"], "news-tag-2-1");
  EXPECT_EQ(settings["partitioner"], "murmur2_random");
  EXPECT_EQ(settings["retry.backoff.ms"], "5");
  EXPECT_LE(std::stoi(settings["message.timeout.ms"]), std::stoi(settings["transaction.timeout.ms"]));
  EXPECT_GT(std::stoul(settings["message.max.bytes"]), kOptions.max_record_bytes);
}

TEST(Settings, WhatAProducerHoldsBackIsBounded) {
  ClientOptions options = kOptions;
  options.max_record_bytes = 16u << 20;
  EXPECT_EQ(TransactionalProducerSettings(options)["queue.buffering.max.kbytes"], "65536");
  options.max_record_bytes = 400u << 20;
  EXPECT_GT(std::stoul(TransactionalProducerSettings(options)["queue.buffering.max.kbytes"]), 400u << 10)
      << "the largest record must fit";
}

TEST(Settings, ABatchMayTakeAsLongAsTheTransactionAndTheMember) {
  ClientOptions options = kOptions;
  EXPECT_EQ(BatchLimit(options), std::chrono::seconds(15));
  options.properties["max.poll.interval.ms"] = "8000";
  EXPECT_EQ(BatchLimit(options), std::chrono::seconds(8));
  options.properties["transaction.timeout.ms"] = "7000";
  EXPECT_EQ(BatchLimit(options), std::chrono::seconds(7));
  options.delivery = Delivery::kAtLeastOnce;
  EXPECT_EQ(BatchLimit(options), std::chrono::seconds(8));
}

TEST(Settings, CheckRefusesWhatExactlyOnceRestsOn) {
  for (const char* name : {"group.id", "transactional.id", "isolation.level", "enable.auto.commit", "acks",
                           "request.required.acks", "partitioner", "partition.assignment.strategy"}) {
    const auto checked = CheckProperties({{"bootstrap.servers", "a:1"}, {name, "1"}});
    ASSERT_FALSE(checked) << name;
    EXPECT_THAT(checked.error().message, HasSubstr(name));
  }
}

TEST(Settings, CheckHasNamesAndValuesJudged) {
  EXPECT_TRUE(CheckProperties(kOptions.properties));
  EXPECT_THAT(CheckProperties({}).error().message, HasSubstr("bootstrap.servers"));
  EXPECT_THAT(CheckProperties({{"bootstrap.servers", "a"}, {"no.such.thing", "1"}}).error().message,
              HasSubstr("no.such.thing"));
  EXPECT_THAT(CheckProperties({{"bootstrap.servers", "a"}, {"session.timeout.ms", "soon"}}).error().message,
              HasSubstr("session.timeout.ms"));
}

TEST(Settings, ErrorsKeepSecrets) {
  // A secret under a name that is not known: librdkafka would repeat neither, but then its message is all there is.
  const auto checked = CheckProperties({{"bootstrap.servers", "a"}, {"sasl.passwords", "hunter2"}});
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().message, Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace marsad::kafka
