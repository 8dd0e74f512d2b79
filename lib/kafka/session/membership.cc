#include "lib/kafka/session/membership.h"

#include <librdkafka/rdkafka.h>

#include "lib/kafka/tools/admin.h"

namespace marsad::kafka {

Result<std::string> FindPlaceHolder(const ClientOptions& options, std::chrono::milliseconds timeout) {
  const auto admin = Admin::Open(options.properties, timeout);
  if (!admin) return tl::unexpected(admin.error());
  const std::string group = GroupId(options), place = MemberId(options);
  const char* name = group.c_str();
  const auto wishes = (*admin)->Options(RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, timeout);
  rd_kafka_DescribeConsumerGroups((*admin)->get(), &name, 1, wishes.get(), (*admin)->queue());
  const auto event = (*admin)->Answer(timeout);
  if (!event) return tl::unexpected((*admin)->NoAnswer(RD_KAFKA_RESP_ERR__TIMED_OUT).value());
  size_t count = 0;
  const rd_kafka_ConsumerGroupDescription_t** groups =
      rd_kafka_DescribeConsumerGroups_result_groups(rd_kafka_event_DescribeConsumerGroups_result(event.get()), &count);
  if (count != 1) return Fail("kafka: no broker describes group " + group);
  if (const rd_kafka_error_t* error = rd_kafka_ConsumerGroupDescription_error(groups[0]); error != nullptr) {
    return Fail("kafka: group " + group + ": " + rd_kafka_error_string(error));
  }
  for (size_t i = 0; i < rd_kafka_ConsumerGroupDescription_member_count(groups[0]); ++i) {
    const auto* member = rd_kafka_ConsumerGroupDescription_member(groups[0], i);
    const char* instance = rd_kafka_MemberDescription_group_instance_id(member);
    if (instance != nullptr && place == instance) return rd_kafka_MemberDescription_consumer_id(member);
  }
  return std::string();
}

}  // namespace marsad::kafka
