extension AccessRules {
    /// What is decided about a request, why, and how to answer.
    public struct Decision: Hashable, Sendable {
        /// Whether to let the request pass.
        public let isAllowed: Bool
        /// Whether it passes only because the rules report: they would not allow it.
        public let isOnlyReported: Bool
        /// The HTTP status to answer with: 200 where it is allowed.
        public let status: Int
        /// Why.
        public let reason: Reason
        /// The name of the rule that decided, or of the one that the token came nearest to.
        public let rule: String?
        /// What would have been enough; nil where nothing is lacking.
        public let needed: Needed?
        /// What to answer with in `WWW-Authenticate`, each in a header of its own (RFC 6750, section 3; RFC 9449, section 7.1; RFC 9470, section 3).
        public let challenges: [String]
    }

    /// Why a request is allowed or not.
    public enum Reason: String, CaseIterable, Codable, Sendable {
        /// A rule allows it.
        case allowed
        /// A public rule allows it.
        case `public`
        /// It is a preflight, which a rule lets pass.
        case preflight
        /// There is no token, and a rule would allow a good one.
        case noToken = "no_token"
        /// The token is no good.
        case badToken = "bad_token"
        /// A rule denies it.
        case denied
        /// No rule allows it to anybody.
        case noRule = "no_rule"
        /// The token lacks what a rule asks.
        case insufficient
        /// Programs read its path in different ways.
        case badPath = "bad_path"
        /// Tokens could not be checked: keys or a list could not be reached.
        case unavailable
        /// Tokens could not be checked: the service is set up wrongly.
        case misconfigured
    }

    /// What a token lacks for the rule that it came nearest to.
    public struct Needed: Hashable, Decodable, Sendable {
        /// Scopes that it lacks, each of them.
        public let scope: [String]
        /// Scopes of which it needs one.
        public let anyScope: [String]
        /// Places of claims that are not there, or not as the rule asks: each a list of names.
        public let claims: [[String]]
        /// Authentication contexts of which it needs one.
        public let acr: [String]
        /// How long ago the user may have authenticated, in seconds.
        public let maxAuthAge: Int?
        /// Issuers of which it has to be one's.
        public let issuer: [String]
        /// Whether it has to be bound to a key or a certificate, whose possession is proven.
        public let proof: Bool
    }

    /// What one rule says of a request.
    public struct Explanation: Hashable, Decodable, Sendable {
        /// What a rule does where it fits.
        public enum Effect: String, CaseIterable, Codable, Sendable {
            /// It allows those whose token has what it asks.
            case allow
            /// It refuses, whatever other rules allow.
            case deny
            /// It allows everybody.
            case `public`
        }

        /// The name of the rule.
        public let rule: String
        /// What it does where it fits.
        public let effect: Effect
        /// Whether it is for both the method and the path, so that it was asked.
        public let fits: Bool
        /// Whether it is for the method.
        public let fitsMethod: Bool
        /// Whether it is for the path. Those that are not would be if case and a last slash were ignored.
        public let fitsPath: Bool
        /// Whether its conditions hold.
        public let matches: Bool
        /// What an allow rule asks that the token lacks, or that it asks at all where there is no token.
        public let missing: Needed?
    }

    /// One finding about a rule.
    public struct Finding: Hashable, Decodable, Sendable {
        /// What is wrong with a rule.
        public enum Fault: String, CaseIterable, Codable, Sendable {
            /// No token has all of what it asks, since parts of it contradict each other.
            case contradictory
            /// All that it allows is denied by another rule.
            case blocked
            /// All that it does, another rule does as well.
            case redundant
        }

        /// What is wrong.
        public let fault: Fault
        /// The name of the rule.
        public let rule: String
        /// The name of the rule that makes it so.
        public let by: String?
    }
}

extension AccessRules.Decision: Decodable {
    private enum CodingKeys: String, CodingKey {
        case isAllowed = "allowed"
        case isOnlyReported = "onlyReported"
        case status, reason, rule, needed, challenges
    }
}
