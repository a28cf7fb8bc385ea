// Shows the texels of a frame over a checkerboard where the picture is transparent. Compiled once for each way to
// sample: software GL runs every branch of a shader, taken or not.
// SAMPLING: 0 nearest, for squares; 1 smooth; 2 smooth over a pixel's footprint, for pictures that are reduced
layout(binding = 0) uniform sampler2D frame;
uniform vec2 texels;        // texels across the region; the last of a row may be covered in part
uniform vec2 texture_size;  // of the whole texture, of which the frame fills the top left
uniform vec2 footprint;     // texels that a quarter of a pixel spans
uniform float checker_size;
uniform vec3 checker_dark, checker_light;
in vec2 corner;
out vec4 colour;

vec4 smooth_at(vec2 position) {
    return textureLod(frame, clamp(position, vec2(0.5), ceil(texels) - 0.5) / texture_size, 0.0);
}

void main() {
    vec2 position = corner * texels;
#if SAMPLING == 0
    vec4 texel = texelFetch(frame, ivec2(min(position, ceil(texels) - 1.0)), 0);
#elif SAMPLING == 1
    vec4 texel = smooth_at(position);
#else
    vec2 d = footprint;
    vec4 texel = 0.25 * (smooth_at(position - d) + smooth_at(position + d) + smooth_at(position + vec2(d.x, -d.y)) +
                         smooth_at(position + vec2(-d.x, d.y)));
#endif
    vec2 square = floor(gl_FragCoord.xy / checker_size);
    vec3 board = mod(square.x + square.y, 2.0) < 0.5 ? checker_dark : checker_light;
    colour = vec4(mix(board, texel.rgb, clamp(texel.a, 0.0, 1.0)), 1.0);
}
