"""The columns of the entities, as the vendor describes them; a full record has them all.

Source: Autotask REST API V1.0, swagger document of 2026-06.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

Row = dict[str, Any]


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(" ".join(lines).split())


_HOOK = _words(
    "id deactivationUrl isActive isReady isSubscribedToCreateEvents",
    "isSubscribedToDeleteEvents isSubscribedToUpdateEvents name notificationEmailAddress",
    "ownerResourceID secretKey sendThresholdExceededNotification webhookGUID webhookUrl",
)

_CATEGORY = _words("id displayColorRGB isActive isApiOnly isGlobalDefault name nickname")

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Companies": _words(
            "id additionalAddressInformation address1 address2 alternatePhone1 alternatePhone2",
            "apiVendorID assetValue billToCompanyLocationID billToAdditionalAddressInformation",
            "billingAddress1 billingAddress2 billToAddressToUse billToAttention billToCity",
            "billToCountryID billToState billToZipCode city classification companyCategoryID",
            "companyName companyNumber companyType competitorID countryID createDate",
            "createdByResourceID currencyID fax impersonatorCreatorResourceID",
            "invoiceEmailMessageID invoiceMethod invoiceNonContractItemsToParentCompany",
            "invoiceTemplateID isActive isClientPortalActive isEnabledForComanaged isSample",
            "isTaskFireActive isTaxExempt lastActivityDate lastTrackedModifiedDateTime",
            "marketSegmentID ownerResourceID parentCompanyID phone postalCode",
            "purchaseOrderTemplateID quoteEmailMessageID quoteTemplateID sicCode state",
            "stockMarket stockSymbol surveyCompanyRating taxID taxRegionID territoryID",
            "webAddress",
        ),
        "CompanyCategories": _CATEGORY,
        "CompanyTeams": _words(
            "id companyID isAssociatedAsComanaged resourceID soapParentPropertyId",
        ),
        "Contracts": _words(
            "id billingPreference billToCompanyContactID billToCompanyID companyID contactID",
            "contactName contractCategory contractExclusionSetID contractName contractNumber",
            "contractPeriodType contractType description endDate estimatedCost estimatedHours",
            "estimatedRevenue exclusionContractID internalCurrencyOverageBillingRate",
            "internalCurrencySetupFee isCompliant isDefaultContract lastModifiedDateTime",
            "opportunityID organizationalLevelAssociationID overageBillingRate",
            "purchaseOrderNumber renewedContractID serviceLevelAgreementID setupFee",
            "setupFeeBillingCodeID startDate status timeReportingRequiresStartAndStopTimes",
        ),
        "ConfigurationItems": _words(
            "id configurationItemCategoryID companyID companyLocationID configurationItemType",
            "contactID contractID contractServiceBundleID contractServiceID createDate",
            "createdByPersonID dailyCost deviceNetworkingID hourlyCost",
            "impersonatorCreatorResourceID installDate installedByContactID installedByID",
            "isActive lastActivityPersonID lastActivityPersonType lastModifiedTime location",
            "monthlyCost notes numberOfUsers parentConfigurationItemID perUseCost productID",
            "referenceNumber referenceTitle rmmDeviceID rmmDeviceUID rmmVsaxDeviceID",
            "rmmOpenAlertCount serialNumber serviceBundleID serviceID serviceLevelAgreementID",
            "setupFee sourceChargeID sourceChargeType vendorID warrantyExpirationDate",
            "rmmIsInMaintenanceMode rmmIsMobileDeviceManagementEnrolled rmmDeviceUrl",
        ),
        "Departments": _words(
            "id description name number primaryLocationID",
        ),
        "Roles": _words(
            "id description hourlyFactor hourlyRate isActive isExcludedFromNewContracts",
            "isSystemRole name quoteItemDefaultTaxCategoryId roleType",
        ),
        "ResourceRoles": _words(
            "id departmentID isActive queueID resourceID roleID soapParentPropertyId",
        ),
        "ResourceRoleQueues": _words(
            "id queueID resourceID soapParentPropertyId",
        ),
        "ResourceServiceDeskRoles": _words(
            "id isActive isDefault resourceID roleID soapParentPropertyId",
        ),
        "Resources": _words(
            "id accountingReferenceID dateFormat defaultServiceDeskRoleID email email2 email3",
            "emailTypeCode emailTypeCode2 emailTypeCode3 firstName gender greeting hireDate",
            "homePhone initials internalCost isActive lastName licenseType locationID",
            "middleName mobilePhone numberFormat officeExtension officePhone payrollIdentifier",
            "payrollType resourceType suffix surveyResourceRating timeFormat title",
            "travelAvailabilityPct userName userType",
        ),
        "Skills": _words(
            "id categoryID description isActive name",
        ),
        "ResourceSkills": _words(
            "id resourceID skillDescription skillID skillLevel soapParentPropertyId",
        ),
        "TicketCategories": _CATEGORY,
        "TicketCategoryFieldDefaults": _words(
            "id description estimatedHours issueTypeID organizationalLevelAssociationID",
            "priority purchaseOrderNumber queueID resolution serviceLevelAgreementID sourceID",
            "status subIssueTypeID ticketCategoryID ticketTypeID title workTypeID",
            "soapParentPropertyId",
        ),
        "ChecklistLibraries": _words(
            "id description entityType isActive name",
        ),
        "Tickets": _words(
            "id apiVendorID assignedResourceID assignedResourceRoleID billingCodeID",
            "changeApprovalBoard changeApprovalStatus changeApprovalType changeInfoField1",
            "changeInfoField2 changeInfoField3 changeInfoField4 changeInfoField5 companyID",
            "companyLocationID completedByResourceID completedDate configurationItemID",
            "contactID contractID contractServiceBundleID contractServiceID createDate",
            "createdByContactID creatorResourceID creatorType currentServiceThermometerRating",
            "description dueDateTime estimatedHours externalID firstResponseAssignedResourceID",
            "firstResponseDateTime firstResponseDueDateTime firstResponseInitiatingResourceID",
            "hoursToBeScheduled impersonatorCreatorResourceID isAssignedToComanaged issueType",
            "isVisibleToComanaged lastActivityDate lastActivityPersonType",
            "lastActivityResourceID lastCustomerNotificationDateTime",
            "lastCustomerVisibleActivityDateTime lastTrackedModificationDateTime monitorID",
            "monitorTypeID opportunityID organizationalLevelAssociationID",
            "previousServiceThermometerRating priority problemTicketId projectID",
            "purchaseOrderNumber queueID resolution resolutionPlanDateTime",
            "resolutionPlanDueDateTime resolvedDateTime resolvedDueDateTime rmaStatus rmaType",
            "rmmAlertID serviceLevelAgreementHasBeenMet serviceLevelAgreementID",
            "serviceLevelAgreementPausedNextEventHours serviceThermometerTemperature source",
            "status subIssueType ticketCategory ticketNumber ticketType title",
        ),
        "TicketHistory": _words(
            "id action date detail resourceID ticketID soapParentPropertyId",
        ),
        "TicketNotes": _words(
            "id createDateTime createdByContactID creatorResourceID description",
            "impersonatorCreatorResourceID impersonatorUpdaterResourceID lastActivityDate",
            "noteType publish ticketID title soapParentPropertyId",
        ),
        "NotificationHistory": _words(
            "id companyID entityNumber entityTitle initiatingContactID initiatingResourceID",
            "isActive isDeleted isTemplateJob notificationHistoryTypeID notificationSentTime",
            "opportunityID projectID quoteID recipientDisplayName recipientEmailAddress taskID",
            "templateName ticketID timeEntryID",
        ),
        "TicketChangeRequestApprovals": _words(
            "id approveRejectDateTime approveRejectNote contactID isApproved resourceID",
            "ticketID soapParentPropertyId",
        ),
        "DeletedTicketLogs": _words(
            "id ticketID ticketNumber ticketTitle deletedByResourceID deletedDateTime",
        ),
        "SurveyResults": _words(
            "id companyID companyRating completeDate contactID contactRating resourceRating",
            "sendDate surveyID surveyRating ticketID",
        ),
        "ServiceLevelAgreementResults": _words(
            "id firstResponseElapsedHours firstResponseInitiatingResourceID",
            "firstResponseResourceID isFirstResponseMet isResolutionMet isResolutionPlanMet",
            "resolutionElapsedHours resolutionPlanElapsedHours resolutionPlanResourceID",
            "resolutionResourceID serviceLevelAgreementName ticketID soapParentPropertyId",
        ),
        "Tags": _words(
            "id createDateTime isActive isExcludedFromAutomaticTagging isSystem label",
            "lastModifiedDateTime tagGroupID",
        ),
        "TagAliases": _words(
            "id alias tagID soapParentPropertyId",
        ),
        "TicketTagAssociations": _words(
            "id tagID ticketID soapParentPropertyId",
        ),
        "TicketWebhooks": _HOOK,
        "TicketNoteWebhooks": _HOOK,
        "CompanyWebhooks": _HOOK,
        "ContactWebhooks": _HOOK,
        "ConfigurationItemWebhooks": _HOOK,
        "TicketWebhookFields": _words(
            "id fieldID isDisplayAlwaysField isSubscribedField webhookID soapParentPropertyId",
        ),
        "IntegrationVendorInsights": _words(
            "id createDateTime description height insightCategory insightKey isActive",
            "lastModifiedDateTime referenceUrl secret title vendorSuppliedID",
        ),
        "IntegrationVendorWidgets": _words(
            "id createDateTime description isActive lastModifiedDateTime referenceUrl secret",
            "title vendorSuppliedID widgetKey width",
        ),
    }
)
"""Entity to its columns, without those that an MSP defines itself."""


def full(entity: str, **known: object) -> Row:
    """Return a record with all columns of its entity; what is not told is null.

    Raises:
        KeyError: the entity has no such column.
    """
    row: Row = dict.fromkeys(COLUMNS[entity])
    for name, value in known.items():
        if name not in row and name != "userDefinedFields":
            raise KeyError(name)
        row[name] = value
    return row
