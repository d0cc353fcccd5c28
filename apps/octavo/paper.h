#pragma once
// The paper as this program serves it: serve::Server with what the settings say and what its pages
// may ask of us.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "serve/server.h"
#include "settings.h"
#include "store/store.h"

namespace octavo {

// Carries an order out (pipeline/orders.h). From any thread. Empty: pages offer no change.
using CarryOutOrder = std::function<base::Result<base::Json>(const base::Json& order)>;

// Answers what hubs send (WebSub). From any thread. Empty: nothing is subscribed to.
using HubCallback = std::function<net::Response(const net::Request&)>;

// Where hubs reach this Octavo; empty: they do not.
std::string CallbackOf(const Settings& settings);

base::Result<std::unique_ptr<serve::Server>> StartPaper(const Settings& settings,
                                                        store::Store& store,
                                                        const CarryOutOrder& carry_out,
                                                        HubCallback hub_callback = {});

// What to type into a browser.
std::string AddressOfPaper(const Settings& settings, uint16_t port);

}  // namespace octavo
