// What the files of a job say of how they were made.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "session/session.h"

namespace droplet {

/// A film of more pictures carries no recipe: it would be longer than the film.
inline constexpr std::int64_t most_told_shots = 100'000;

/// Of a still that shows the session as it is, values as computed.
std::string still_recipe(const Session& session, const SessionSettings& settings);

/// A picture of a film: after so many steps, and so many of the events to come.
struct ToldShot {
    std::int64_t step = 0;
    std::int64_t events = 0;
};

/// Of a film that is to show a run that has just begun, to which these events will be done and nothing else.
/// It is told before, since a film keeps its recipe at its beginning.
std::string film_recipe(const Session& session, const SessionSettings& settings, double fps,
                        const std::vector<ToldShot>& shots, const std::vector<RunEvent>& events = {});

}  // namespace droplet
