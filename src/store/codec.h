#pragma once
// Model values as JSON, for the columns that no query looks into. Members that hold their standard
// value are left out; unknown members are passed over, so that an older and a newer Octavo read
// each other's rows. kCorrupt when it is no JSON object at all.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/article.h"
#include "model/enrichment.h"
#include "model/source.h"
#include "model/story.h"

namespace store {

// Without `text`: that is stored by itself.
std::string EncodeReading(const model::Reading& reading);
base::Result<model::Reading> DecodeReading(std::string_view json);

std::string EncodeEnrichment(const model::Enrichment& enrichment);
base::Result<model::Enrichment> DecodeEnrichment(std::string_view json);

// Without id, source and key.
std::string EncodeEntry(const model::Entry& entry);
base::Result<model::Entry> DecodeEntry(std::string_view json);

// Lineage's similarity and Why: the rest are columns.
std::string EncodeEvidence(const model::Placement& placement);
base::Status DecodeEvidence(std::string_view json, model::Placement& placement);

std::string EncodeImage(const model::Image& image);  // empty when there is none
model::Image DecodeImage(std::string_view json);

// Empty when nothing is asked for in particular.
std::string EncodeAsking(const model::Asking& asking);
model::Asking DecodeAsking(std::string_view json);

std::string EncodeStrings(const std::vector<std::string>& strings);
std::vector<std::string> DecodeStrings(std::string_view json);  // empty when it is no array

std::string EncodeHeaders(const std::vector<std::pair<std::string, std::string>>& headers);
std::vector<std::pair<std::string, std::string>> DecodeHeaders(std::string_view json);

}  // namespace store
