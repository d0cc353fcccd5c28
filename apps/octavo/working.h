#pragma once
// The pipeline as this program runs it: what the settings say, for the commands that work.

#include <functional>
#include <memory>

#include "base/result.h"
#include "pipeline/pipeline.h"
#include "settings.h"
#include "store/store.h"
#include "watch.h"

namespace octavo {

// Starts all threads. Precondition: `store` is open for writing, and outlives the pipeline.
// `callback` is where hubs reach this process (paper.h); empty: they do not.
base::Result<std::unique_ptr<pipeline::Pipeline>> StartPipeline(const Settings& settings,
                                                                pipeline::Roles roles,
                                                                store::Store& store,
                                                                std::string callback = {});

// Waits until nothing is left that could be done soon, and tells on standard error, in the name of
// the command, what could not be done. Whether all was done. `glance` is called a few times a
// second meanwhile.
bool WorkUntilDone(std::string_view command, pipeline::Pipeline& pipeline, store::Store& store,
                   Watch& watch, const std::function<void()>& glance = {});

}  // namespace octavo
