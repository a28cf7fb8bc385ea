#pragma once
#include "model/schema.h"

namespace droplet {

/// Edge-stopping function g(s), g(0) = 1. Formulas: math/conductance.h.
enum class Conductance { exponential, rational, charbonnier, weickert, tukey };

template <>
struct EnumNames<Conductance> {
    static constexpr Conductance last = Conductance::tukey;
    static constexpr std::array<std::string_view, 5> names{"exponential", "rational", "charbonnier",
                                                           "weickert", "tukey"};
};
static_assert(every_value_has_a_name<Conductance>);

/// Whether every channel finds its own edges, or one edge strength serves all channels.
enum class Coupling { channel, vector };

template <>
struct EnumNames<Coupling> {
    static constexpr Coupling last = Coupling::vector;
    static constexpr std::array<std::string_view, 2> names{"channel", "vector"};
};
static_assert(every_value_has_a_name<Coupling>);

/// Perona-Malik diffusion (Perona & Malik, PAMI 1990): I <- I + rate * sum_d g(|I_d - I|) (I_d - I).
struct DiffusionParams {
    float k = 0.05f;
    float rate = 0.2f;
    Conductance conductance = Conductance::exponential;
    Coupling coupling = Coupling::channel;

    bool operator==(const DiffusionParams&) const = default;
};

template <>
struct Schema<DiffusionParams> {
    using P = DiffusionParams;
    static constexpr std::string_view group = "diffusion";
    static constexpr std::string_view title = "Perona-Malik diffusion";
    static constexpr std::tuple fields{
        Field{&P::k, "k", "Edge threshold K", "Differences well above K count as edges and survive.",
              Range{1e-6f, 10.0f}, Range{0.002f, 0.5f}, Scale::logarithmic},
        Field{&P::rate, "rate", "Diffusion rate", "Time step of one iteration; stable up to 0.25.",
              Range{0.0f, 0.25f}, Range{0.0f, 0.25f}},
        Field{&P::conductance, "conductance", "Conductance g",
              "Edge-stopping function: how fast the flow dies where differences grow."},
        Field{&P::coupling, "coupling", "Coupling",
              "channel: each colour finds its own edges; vector: one edge strength for all colours."},
    };
};
static_assert(every_member_has_a_row<DiffusionParams>);

}  // namespace droplet
